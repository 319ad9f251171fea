using Azure.Data.Tables;
using Hotline.Intake.Receipts;

namespace Hotline.Tests.Intake.Receipts;

/// <summary>How many receipts can be guessed at: docs/decisions/016-receipts.md says what it comes to.</summary>
[Trait("Speed", "slow")]
public sealed class AttemptTests(SharedParts parts)
{
    private const string Path = "twilio/voice/code?language=en&transcript=None&take=1&asked=0&waits=0";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("AttemptsInAll", "receipt")]
    [InlineData("AttemptsPerLine", "receipt-line")]
    [InlineData("AttemptsPerSource", "receipt-source")]
    public async Task Two_instances_together_look_up_no_more_codes_than_one_may(string limit, string kind)
    {
        const int Most = 6;
        await using var line = await Line.StartAsync(
            parts, ($"Hotline__Receipts__{limit}", $"{Most}"));
        await using var twin = await line.StartTwinAsync();
        using var other = new Webhook(twin.Url);
        await CountingWindow.WaitForRoomAsync(TimeSpan.FromHours(1), TimeSpan.FromSeconds(60), Stop);
        var heard = new List<string>();
        await Parallel.ForEachAsync(Enumerable.Range(0, 2 * Most), new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Stop }, async (n, _) =>
        {
            var from = limit == "AttemptsPerSource" ? "+15005550006" : $"+1500555{5000 + n}";
            var answer = await (n % 2 == 0 ? line.Webhook : other)
                .PostAsync(Path, [.. Webhook.Caller(Webhook.Sid("CA"), from), ("Digits", ReceiptCode.New().Digits)]);
            lock (heard)
                heard.Add(answer.Body);
        });
        var counts = await CountsAsync(line, kind);
        Assert.Equal(Most, counts.Single());
        // One that is counted and not looked up in time is answered like one that is refused.
        var late = line.Log.Lines.Count(logged => logged.Contains("can't be looked up now", StringComparison.Ordinal));
        Assert.Equal(Most - late, heard.Count(answer => answer.Contains("We did not find that receipt", StringComparison.Ordinal)));
        Assert.Equal(Most + late, heard.Count(answer => answer.Contains("We can not look it up now", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_wrong_check_digit_is_no_attempt_and_what_is_counted_names_nobody_and_is_forgotten()
    {
        await using var line = await Line.BorrowAsync(parts);
        var code = ReceiptCode.New().Digits;
        var wrong = code[..15] + (char)('0' + ((code[15] - '0' + 1) % 10));
        await line.Webhook.PostAsync(Path, [.. Webhook.Caller(Webhook.Sid("CA")), ("Digits", wrong)]);
        Assert.DoesNotContain(await line.RowsAsync(), IsAttempt);
        await line.Webhook.PostAsync(Path, [.. Webhook.Caller(Webhook.Sid("CA")), ("Digits", code)]);
        var rows = (await line.RowsAsync()).Where(IsAttempt).ToList();
        Assert.Equal(3, rows.Count);
        Assert.DoesNotContain(
            rows, row => row.Any(column => $"{column.Value}" is var said
                && (said.Contains("5005550", StringComparison.Ordinal) || said.Contains(code, StringComparison.Ordinal))));

        rows[0]["Begun"] = DateTimeOffset.UtcNow.AddHours(-49);
        await line.Table.UpdateEntityAsync(rows[0], Azure.ETag.All, TableUpdateMode.Merge, Stop);
        await line.FireIntakeAsync("ForgetSenders");
        await Eventually.TrueAsync(async () => (await line.RowsAsync()).Count(IsAttempt) == 2, Stop);
        Assert.DoesNotContain(await line.RowsAsync(), row => row.RowKey == rows[0].RowKey);
    }

    private static bool IsAttempt(TableEntity row) => row.RowKey.StartsWith("attempts|", StringComparison.Ordinal);

    private static async Task<IReadOnlyList<int?>> CountsAsync(Line line, string kind) =>
        [.. (await line.RowsAsync()).Where(row => row.RowKey.StartsWith($"attempts|{kind}|", StringComparison.Ordinal))
            .Select(row => row.GetInt32("Count"))];
}
