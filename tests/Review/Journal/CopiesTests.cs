using System.Security.Cryptography;
using Hotline.Local.Twilio.Account;

namespace Hotline.Tests.Review.Journal;

/// <summary>What stays at Twilio once Review has opened a tip, and what stays when it can't.</summary>
[Trait("Speed", "slow")]
public sealed class CopiesTests(SharedParts parts)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Twilio_keeps_nothing_of_what_was_accepted()
    {
        await using var line = await Line.BorrowBothAsync(parts);
        await Caller.ReportsAsync(line, "They posted her address.");
        await line.Twilio.TextAsync(new TextScript { Body = "Here is a picture.", Media = [new("image/png", [1, 2, 3])] }, null, Stop);
        await Eventually.TrueAsync(
            () => line.Twilio.Remembers("Recordings").Count == 0 && line.Twilio.Remembers("Transcriptions").Count == 0, Stop);
        await Eventually.TrueAsync(
            () => line.Twilio.Remembers("Messages").Where(m => m["direction"] == "inbound").All(
                m => string.IsNullOrEmpty(m["body"])), Stop);
    }

    [Fact]
    public async Task What_Review_cannot_open_stays_at_twilio_and_stands_in_rejected_with_its_reason()
    {
        using var stray = RSA.Create(2048);
        await using var line = await Line.StartAsync(parts, ("Hotline__SealingKeys", stray.ExportSubjectPublicKeyInfoPem()));
        await line.StartReviewAsync();
        var call = await line.Twilio.CallAsync(new CallScript { Says = ["They posted her address."] }, null, Stop);
        await Eventually.TrueAsync(async () => (await ReviewRows.FindAsync(line, "undelivered|")).Count == 4, Stop);
        var rows = await ReviewRows.FindAsync(line, "undelivered|");
        Assert.All(rows, row => Assert.Equal(("tips", "waiting"), (row.GetString("Source"), row.GetString("State"))));
        Assert.All(rows, row => Assert.Contains("not among the live ones", row.GetString("Reason"), StringComparison.Ordinal));
        Assert.Empty(await ReviewRows.FindAsync(line, $"tip|{TipOf.Call(call.Sid)}"));
        Assert.Single(line.Twilio.Remembers("Recordings"));
        Assert.Contains(line.Log.Lines, logged => logged.StartsWith("Error", StringComparison.Ordinal) && logged.Contains(
            "is rejected", StringComparison.Ordinal));
    }
}
