namespace Hotline.Tests.EndToEnd;

/// <summary>What we stored, read by a client that we did not write.</summary>
[Trait("Speed", "slow")]
public sealed class OtherClientTests(SharedParts parts)
{
    [Fact]
    public async Task The_javascript_client_reads_a_calls_metadata()
    {
        await using var line = await Line.BorrowAsync(parts);
        var call = Webhook.Sid("CA");
        await line.Webhook.PostAsync(
            "twilio/voice/answer", [.. Webhook.Caller(call), ("CallStatus", "ringing"), ("StirVerstat", "TN-Validation-Passed-A")]);
        var rows = (await Oracle.AskAsync(
            "data-tables-read.mjs", new { parts.Azurite.ConnectionString, Table = line.Table.Name },
            TestContext.Current.CancellationToken)).AsArray();
        var row = rows.Single(row => (string?)row!["rowKey"] == $"call|{call}")!;
        Assert.Equal((Line.Number, "TN-Validation-Passed-A", "Speech"),
            ((string?)row["Line"], (string?)row["Verdict"], (string?)row["Transcript"]));
        Assert.True(DateTimeOffset.TryParse((string?)row["Started"], System.Globalization.CultureInfo.InvariantCulture, out _));
        Assert.Single(rows, row => (string?)row!["rowKey"] == $"seen|{call}|answer|0");
    }
}
