using System.Collections.Concurrent;
using Hotline.Local.Twilio.Account;
using Hotline.Local.Twilio.Twiml;

namespace Hotline.Tests.EndToEnd.Fuzzing;

/// <summary>
/// The real worker under requests that are nearly right: no 5xx, no crash, and no row for what Twilio did not sign. HOTLINE_FUZZ says how
/// many of each kind; by default a few.
/// </summary>
[Trait("Speed", "slow")]
[Trait("Speed", "scaled")]
[Trait("Speed", "slow")]
public sealed class FuzzTests(SharedParts parts)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Webhooks_that_twilio_did_not_sign_leave_no_row()
    {
        await using var line = await Line.BorrowAsync(parts);
        var answers = await SendAsync(line, fuzz => fuzz.WebhookRequest(signed: false));
        Assert.Empty(await line.ReportRowsAsync());
        Assert.Empty(await line.TipsAsync());
        Assert.DoesNotContain(answers.Keys, status => status is >= 200 and < 300);
        Assert.Contains(403, answers.Keys);
    }

    [Fact]
    public async Task Webhooks_that_twilio_signed_are_taken_or_refused_with_a_reason()
    {
        await using var line = await Line.BorrowAsync(parts);
        var answers = await SendAsync(line, fuzz => fuzz.WebhookRequest(signed: true));
        Assert.Contains(200, answers.Keys);
        Assert.Contains(400, answers.Keys);
    }

    [Theory]
    [InlineData("report", 200)]
    [InlineData("receipt", 422)] // No code is a receipt's.
    public async Task Forms_that_are_broken_somewhere_are_taken_or_refused_with_a_reason(string path, int read)
    {
        await using var line = await Line.StartAsync(
            parts, ("Hotline__WebForm__MaxPerAddress", "10000000"), ("Hotline__Receipts__AttemptsPerSource", "10000000"),
            ("Hotline__Receipts__AttemptsInAll", "10000000"));
        var answers = await SendAsync(line, fuzz => fuzz.Form(path));
        Assert.Contains(400, answers.Keys);
        Assert.True(answers.GetValueOrDefault(read) > SeededSamples.Count / 10, "Few forms came further than the first look.");
    }

    private static async Task<IReadOnlyDictionary<int, int>> SendAsync(Line line, Func<FuzzedRequests, HttpRequestMessage> make)
    {
        var worker = line.Intake.WorkerProcessId;
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        (http.BaseAddress, http.Timeout) = (line.Intake.Url, TimeSpan.FromMinutes(5));
        var (answers, wrong) = (new ConcurrentDictionary<int, int>(), new ConcurrentBag<string>());
        await Parallel.ForEachAsync(Enumerable.Range(0, SeededSamples.Count), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Stop }, async (n, stop) =>
        {
            using var request = make(new FuzzedRequests((SeededSamples.Seed * 1_000_003) + n));
            using var answer = await http.SendAsync(request, stop);
            var (status, reason) = ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(stop));
            answers.AddOrUpdate(status, 1, (_, count) => count + 1);
            if (status == 200 && answer.Content.Headers.ContentType?.MediaType == "text/xml"
                && Refused(request.RequestUri!, reason) is { } why)
                wrong.Add($"number {n}: Twilio would refuse the document: {why}");
            if (status >= 500)
                wrong.Add($"number {n}: {status} {(reason.Length < 200 ? reason : "")} {line.Log.Lines.LastOrDefault(logged => logged.Contains("Exception", StringComparison.Ordinal))?.ReplaceLineEndings(" ")}");
            if (status is >= 400 and < 500 and not (404 or 405 or 414) && request.Method != HttpMethod.Head && reason.Length == 0)
                wrong.Add($"number {n}: {status} without a reason");
        });
        TestContext.Current.TestOutputHelper!.WriteLine(
            string.Join(", ", answers.OrderBy(pair => pair.Key).Select(pair => $"{pair.Value} × {pair.Key}")));
        Assert.True(wrong.IsEmpty, string.Join('\n', wrong));
        Assert.Equal(worker, line.Intake.WorkerProcessId);
        Assert.DoesNotContain(line.Log.Lines, logged => logged.Contains("died", StringComparison.Ordinal));
        return answers;
    }

    // By the rules of the simulator.
    private static string? Refused(Uri url, string document)
    {
        try
        {
            TwimlDocument.Read(
                document, "text/xml", url.OriginalString.Contains("voice/", StringComparison.Ordinal), new Uri(Line.PublicUrl));
            return null;
        }
        catch (TwilioException e)
        {
            return e.Message;
        }
    }
}
