using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Hotline.Local.Demo.WebForm;
using Hotline.Local.Speech;
using Hotline.Local.Twilio.Account;

namespace Hotline.Tests.EndToEnd.Chaos;

/// <summary>What a reporter gave, as the accountant must find it.</summary>
/// <param name="Kind"><c>call</c>, <c>text</c>, <c>form</c> or <c>answer</c>: what a form's writer added later, by the receipt.</param>
/// <param name="Words">What was texted or typed; of a call, what its sound says.</param>
/// <param name="Sid">The call's or message's sid; of a form or answer, its submission.</param>
/// <param name="Recordings">What Twilio recorded of a call, and the SHA-256 of its sound where the reporter made it.</param>
/// <param name="Files">The SHA-256 of each file.</param>
internal sealed record Given(
    string Kind, string Words, string Sid, IReadOnlyList<(string Sid, string? Sha256)> Recordings, IReadOnlyList<string> Files)
{
    /// <summary>The receipt that a form's writer was shown; null: none was.</summary>
    public string? Code { get; init; }

    /// <summary>The submission that an answer answers.</summary>
    public string? Earlier { get; init; }
}

/// <summary>
/// People who report, some at once, without an end: they call and hang up at any step, text with pictures, fill in the form,
/// and come back to it with their receipt.
/// </summary>
internal sealed class Reporters(ChaosWorld world, int seed)
{
    /// <summary>Words that carriers know, and that people send as their answer: each is kept as it was sent.</summary>
    public static readonly IReadOnlyList<string> WordsAlone = ["Yes", "HELP", "info", "End", "cancel"];

    private int last;

    /// <summary>What was given and accepted: by Twilio, or by a page that said so.</summary>
    public ConcurrentBag<Given> Accepted { get; } = [];

    /// <summary>How many forms and answers were given up by their writers: no page ever said that they were taken.</summary>
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
        var words = random.Next(12) == 0 ? WordsAlone[random.Next(WordsAlone.Count)] : Words(number);
        var text = await world.Twilio.TextAsync(
            new TextScript
            {
                // Few senders, so that threads are shared.
                From = string.Create(CultureInfo.InvariantCulture, $"+1500557{random.Next(60):0000}"),
                Body = words, Media = [.. files.Select(file => new MediaFile("image/png", file))], WaitsForCallbacks = false,
            },
            null, CancellationToken.None);
        Accepted.Add(new Given("text", words, text.Sid, [], [.. files.Select(Hash)]));
    }

    private async Task FillInAsync(int number, Random random)
    {
        var files = Enumerable.Range(0, random.Next(3)).Select(_ => Picture(random)).ToList();
        VisitedPage? page = null;
        // With scripts, and without.
        var (slices, uploads) = (random.Next(3) > 0, new List<FormUpload>());
        var given = await InsistAsync(random, async browser =>
        {
            page ??= await browser.OpenAsync("/report", CancellationToken.None) is { Status: HttpStatusCode.OK } opened ? opened : null;
            if (page is null || (slices && !await AreUploadedAsync(browser, page, files, uploads)))
                return null;
            return await browser.SendAsync(
                    page, "/report", [("what", Words(number)), .. uploads.Select(upload => ("upload", upload.Field()))],
                    slices ? [] : Attached(files), CancellationToken.None)
                    is { Status: HttpStatusCode.OK, Complaints.Count: 0 } taken
                ? new Given("form", Words(number), SubmissionOf(page, "/report")!, [], [.. files.Select(Hash)]) { Code = taken.Receipt }
                : null;
        });
        if (given is { Code: not null } && random.Next(3) == 0)
            await ComeBackAsync(given, random);
    }

    // Goes on where it stopped, at whichever instance answers.
    private static async Task<bool> AreUploadedAsync(FormVisitor browser, VisitedPage page, List<byte[]> files, List<FormUpload> uploads)
    {
        foreach (var (file, n) in files.Select((file, n) => (file, n)))
        {
            if (n == uploads.Count)
            {
                uploads.Add(new FormUpload($"{n}.png", page.SealingKey, page.SealingKeyId));
                await uploads[n].SealAsync(new MemoryStream(file), 1, CancellationToken.None);
            }

            await browser.SendSlicesAsync(page, "/report", uploads[n], uploads[n].Pending, CancellationToken.None);
            if (uploads[n].Pending.Count > 0)
                return false;
        }

        return true;
    }

    private async Task ComeBackAsync(Given report, Random random)
    {
        var words = $"{report.Words} And this I forgot.";
        VisitedPage? page = null;
        await InsistAsync(random, async browser =>
        {
            page ??= await browser.OpenReportAsync(report.Code!, "en", CancellationToken.None) is { Standing: not "" } opened ? opened : null;
            // An answer that was taken leaves room for the next one.
            return page is not null && SubmissionOf(page, "/receipt") is { } submission
                && await browser.SendAsync(page, "/receipt", [("what", words)], [], CancellationToken.None)
                    is { Status: HttpStatusCode.OK, Complaints.Count: 0 } taken
                && SubmissionOf(taken, "/receipt") is { } next && next != submission
                ? new Given("answer", words, submission, [], []) { Earlier = report.Sid }
                : null;
        });
    }

    // As people do: who is told that it did not work, or is told nothing, sends the same page again.
    private async Task<Given?> InsistAsync(Random random, Func<FormVisitor, Task<Given?>> send)
    {
        for (var tries = 0; tries < 12; tries++)
        {
            using var http =
                new HttpClient { BaseAddress = world.Intakes[random.Next(world.Intakes.Count)].Url, Timeout = TimeSpan.FromSeconds(30) };
            try
            {
                if (await send(new FormVisitor(http)) is { } given)
                {
                    Accepted.Add(given);
                    return given;
                }
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
            {
                // The connection broke: nobody said that it was taken.
            }

            await Task.Delay(1000);
        }

        Interlocked.Increment(ref givenUp);
        return null;
    }

    private static string? SubmissionOf(VisitedPage page, string action) =>
        page.HiddenFields(action).FirstOrDefault(field => field.Name == "submission").Value;

    private static IEnumerable<FormFile> Attached(IEnumerable<byte[]> files) =>
        files.Select((file, n) => new FormFile($"{n}.png", new MemoryStream(file)));

    private string Words(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"Report {number} of seed {seed}: they came at night and I am afraid.");

    private static byte[] Picture(Random random)
    {
        var bytes = new byte[random.Next(1, 200_000)];
        random.NextBytes(bytes);
        return [.. SampleFiles.Png, .. bytes];
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
