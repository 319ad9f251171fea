using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Hotline.Local.Twilio;
using Hotline.Local.WebForm;
using Hotline.Tests.Intake.WebForm;

namespace Hotline.Tests.Chaos;

/// <summary>What a reporter gave, as the accountant must find it.</summary>
/// <param name="Kind"><c>call</c>, <c>text</c> or <c>form</c>.</param>
/// <param name="Words">What was texted or typed; of a call, what its sound says.</param>
/// <param name="Sid">The call's or message's sid; of a form, its submission.</param>
/// <param name="Recordings">What Twilio recorded of a call, and the SHA-256 of its sound where the reporter made it.</param>
/// <param name="Files">The SHA-256 of each file.</param>
internal sealed record Given(
    string Kind, string Words, string Sid, IReadOnlyList<(string Sid, string? Sha256)> Recordings, IReadOnlyList<string> Files);

/// <summary>
/// People who report, some at once, without an end: they call and hang up at any step, text with pictures, and fill in the form.
/// </summary>
internal sealed class Reporters(ChaosWorld world, int seed)
{
    private int last;

    /// <summary>What was given and accepted: by Twilio, or by a page that said so.</summary>
    public ConcurrentBag<Given> Accepted { get; } = [];

    /// <summary>How many forms were given up by their writers: no page ever said that they were taken.</summary>
    public int GivenUp => givenUp;

    private int givenUp;

    /// <summary>Reports until it is stopped; ends when whoever had begun is done.</summary>
    public Task RunAsync(int atOnce, TimeSpan pause, CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, atOnce).Select(async _ =>
    {
        while (!stop.IsCancellationRequested)
        {
            var number = Interlocked.Increment(ref last);
            var random = new Random(HashCode.Combine(seed, number));
            await (random.Next(10) switch
            {
                < 5 => TextAsync(number, random), < 8 => CallAsync(number, random), _ => FillInAsync(number, random),
            });
            await Task.Delay(pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }));

    private async Task CallAsync(int number, Random random)
    {
        var sound = Sound(random);
        var step = random.Next(8);
        var script = new CallScript
        {
            From = string.Create(CultureInfo.InvariantCulture, $"+1500556{number % 10000:0000}"),
            Audio = sound,
            Transcript = Words(number),
            Keys = random.Next(3) == 0 ? ["2"] : [],
            HangUpAfter = step < CallScript.Steps.Count ? CallScript.Steps[step] : null,
            WaitsForCallbacks = false,
        };
        var call = await world.Twilio.CallAsync(script, null, CancellationToken.None);
        Accepted.Add(new Given(
            "call", Words(number), call.Sid, [.. call.Recordings.Select((sid, n) => (sid, n == 0 ? Hash(sound) : null))], []));
    }

    private async Task TextAsync(int number, Random random)
    {
        var files = Enumerable.Range(0, random.Next(4) == 0 ? random.Next(1, 3) : 0).Select(_ => Picture(random)).ToList();
        var text = await world.Twilio.TextAsync(
            new TextScript
            {
                // Few senders, so that threads are shared.
                From = string.Create(CultureInfo.InvariantCulture, $"+1500557{random.Next(60):0000}"),
                Body = Words(number), Media = [.. files.Select(file => new MediaFile("image/png", file))], WaitsForCallbacks = false,
            },
            null, CancellationToken.None);
        Accepted.Add(new Given("text", Words(number), text.Sid, [], [.. files.Select(Hash)]));
    }

    // As people do: who is told that it did not work, or is told nothing, sends the same page again.
    private async Task FillInAsync(int number, Random random)
    {
        var files = Enumerable.Range(0, random.Next(3)).Select(_ => Picture(random)).ToList();
        VisitedPage? page = null;
        for (var tries = 0; tries < 12; tries++)
        {
            using var http =
                new HttpClient { BaseAddress = world.Intakes[random.Next(world.Intakes.Count)].Url, Timeout = TimeSpan.FromSeconds(30) };
            var browser = new FormVisitor(http);
            try
            {
                page ??= await browser.OpenAsync("/report", CancellationToken.None) is { Status: HttpStatusCode.OK } opened ? opened : null;
                if (page is not null && await browser.SendAsync(
                    page, "/report", [("what", Words(number))],
                    files.Select((file, n) => new FormFile($"{n}.png", new MemoryStream(file))), CancellationToken.None)
                    is { Status: HttpStatusCode.OK } taken && taken.Complaints.Count == 0)
                {
                    Accepted.Add(new Given(
                        "form", Words(number), page.HiddenFields("/report").Single(field => field.Name == "submission").Value,
                        [], [.. files.Select(Hash)]));
                    return;
                }
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
            {
                // The connection broke: nobody said that it was taken.
            }

            await Task.Delay(1000);
        }

        Interlocked.Increment(ref givenUp);
    }

    private string Words(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"Report {number} of seed {seed}: they came at night and I am afraid.");

    private static byte[] Picture(Random random)
    {
        var bytes = new byte[random.Next(1, 200_000)];
        random.NextBytes(bytes);
        return [.. FormTests.Png, .. bytes];
    }

    // One to five seconds of noise.
    private static byte[] Sound(Random random)
    {
        var samples = new byte[random.Next(8_000, 40_000) * 2];
        random.NextBytes(samples);
        return Wav.Of(samples);
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
