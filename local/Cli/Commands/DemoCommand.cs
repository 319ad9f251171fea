using System.Collections.Concurrent;
using System.CommandLine;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Hotline.Contracts;
using Hotline.Local.Demo;
using Hotline.Local.Demo.WebForm;
using Hotline.Local.Line;
using Hotline.Local.Line.Keys;
using Hotline.Local.Loopback;
using Hotline.Local.Twilio.Account;
using Hotline.Platform.Sealing;

namespace Hotline.Local.Cli.Commands;

/// <summary><c>./hotline demo</c>: fills the running line with invented tips in all states, by real calls, texts and reviewers.</summary>
internal static class DemoCommand
{
    private const int AtOnce = 4;
    private static readonly int Run = Random.Shared.Next(200, 1000);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static Command Build()
    {
        var many = CheckedOption.NumberOrNone(
            "--tips", "Make this many plain texts as tips instead, past the line: to see how the console bears them.", 1, 1_000_000);
        var command = new Command("demo", "Fill the console with 64 invented tips") { many };
        command.SetAction((parsed, stop) => parsed.GetValue(many) is { } count ? FillAsync(count, stop) : RunAsync(stop));
        return command;
    }

    private static async Task<int> FillAsync(int count, CancellationToken stop)
    {
        var line = RunningLine.Find(Folders.Data);
        var keys = SealingKeys.In(Folders.Keys);
        var texts = (await ReadAsync(stop)).Select(report => report.Says).ToList();
        var tips = new ManyTips(new JweSealer(PublicSealingKey.Parse(keys.PublicPem)), texts, line.Line, DateTimeOffset.UtcNow);
        var store = new ManyTipsStore(
            new TableClient(line.Storage, "Review"), new BlobContainerClient(line.Storage, "parts"),
            new BlobContainerClient(line.Storage, "events"));
        await store.FillAsync(tips, count, new Counting(count), stop);
        Console.WriteLine($"\rLook at them at {new Uri(line.Review, "review")}.");
        return 0;
    }

    private sealed class Counting(int count) : IProgress<int>
    {
        public void Report(int value)
        {
            if (value % 100 == 0 || value == count)
                Console.Write($"\r{value} of {count} made ");
        }
    }

    private static async Task<int> RunAsync(CancellationToken stop)
    {
        var line = RunningLine.Find(Folders.Data);
        var twilio = line.Twilio
            ?? throw new CommandException("The line runs with a real Twilio account: the demo plays on the simulator alone.");
        var reports = await ReadAsync(stop);
        var tips = new ConcurrentDictionary<int, string>();
        using var form = new HttpClient { BaseAddress = line.Intake };
        var web = new FormReports(new FormVisitor(form));
        using var player = new HttpClient { BaseAddress = twilio, Timeout = Timeout.InfiniteTimeSpan };
        // Who will be asked needs a receipt: in such a burst the first get one, and a later text is told to text again.
        var order = Enumerable.Range(0, reports.Count).OrderBy(n => reports[n].Ask is null);
        await Parallel.ForEachAsync(order, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop }, async (n, token) =>
        {
            tips[n] = reports[n].Way == "web" ? (await web.SendAsync(reports[n], n, token)).Value : await ReportAsync(
                player, reports[n], n, token);
            Console.Write($"\r{tips.Count} of {reports.Count} reported ");
        });
        Console.WriteLine();
        var desks = new Dictionary<string, Reviewing>();
        for (var n = 0; n < reports.Count; n++)
        {
            if (reports[n].By is not { } by)
                continue;
            if (!desks.TryGetValue(by, out var desk))
                await (desks[by] = desk = new Reviewing(line.Review)).SignInAsync(by, stop);
            await ReviewAsync(desk, tips[n], reports[n], stop);
            Console.Write($"\r{n + 1} of {reports.Count} reviewed ");
        }

        foreach (var desk in desks.Values)
            desk.Dispose();
        Console.WriteLine($"\nLook at them at {new Uri(line.Review, "review")}.");
        return 0;
    }

    private static async Task<IReadOnlyList<Report>> ReadAsync(CancellationToken stop)
    {
        await using var file = typeof(Report).Assembly.GetManifestResourceStream("reports.json")!;
        return (await JsonSerializer.DeserializeAsync<List<Report>>(file, Json, stop))!;
    }

    // Each from a number of its own, but for every tenth, which calls again; another time from others, whose texts open new tips.
    private static async Task<string> ReportAsync(HttpClient player, Report report, int n, CancellationToken stop)
    {
        var from = $"+1500{Run}{1000 + (n % 10 == 9 ? n - 1 : n)}";
        var audio = report.Way == "call" ? await Voice.SpeakAsync(report.Says, report.Language ?? "en", stop) : null;
        using var script = report.Way == "call"
            ? JsonContent.Create(
                new CallScript
                {
                    From = from, Says = audio is null ? [report.Says] : [], Audio = audio,
                    Transcript = audio is null ? null : report.Says, Keys = report.Language == "es" ? ["2"] : [],
                }, options: Json)
            : JsonContent.Create(
                new TextScript { From = from, Body = report.Says, Media = report.Image ? [new MediaFile("image/png", Picture.Of(n))] : [] },
                options: Json);
        using var answer = await player.PostAsync(
            new Uri(report.Way == "call" ? "simulator/calls" : "simulator/texts", UriKind.Relative), script, stop);
        var played = await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(stop);
        var sid = (string)JsonNode.Parse(played.TrimEnd().Split('\n')[^1])!["sid"]!;
        return (report.Way == "call" ? TipId.OfCall(CallSid.Parse(sid)!.Value) : TipId.OfMessage(MessageSid.Parse(sid)!.Value)).Value;
    }

    private static async Task ReviewAsync(Reviewing desk, string tip, Report report, CancellationToken stop)
    {
        // What was said is on the page once its transcript, or its statement, is accepted.
        var words = report.Says.Split([' ', '.', ',', '\''])[1];
        await desk.WaitAsync(tip, page => page.Contains(words, StringComparison.Ordinal), stop);
        await desk.ActAsync(tip, "claim", stop);
        if (report.Tags is { } tags)
            await desk.ActAsync(tip, "tags", stop, ("tags", tags));
        if (report.State == "escalated")
            await desk.ActAsync(tip, "escalate", stop, ("reason", "Somebody with a phone list should decide this one."));
        if (report.Ask is { } question)
            await desk.ActAsync(tip, "question", stop, ("text", question));
        if (report.As is { } disposition)
            await desk.ActAsync(tip, "close", stop, ("disposition", disposition), ("reason", report.Why!));
    }
}
