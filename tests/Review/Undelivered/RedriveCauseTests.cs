using System.Net;
using Azure.Messaging.ServiceBus;

namespace Hotline.Tests.Review.Undelivered;

/// <summary>What waits for one cause is sent again by one button.</summary>
[Trait("Speed", "slow")]
public sealed class RedriveCauseTests(SharedParts parts)
{
    private const string Reason = "No key here opens it.";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_of_a_cause_is_sent_again_on_the_page_and_by_nobody_who_only_reviews()
    {
        await using var line = await Line.BorrowBothAsync(parts);
        await using var bus = new ServiceBusClient(line.Broker.ConnectionString);
        await using var sender = bus.CreateSender("rejected");
        for (var n = 0; n < 3; n++)
            await sender.SendMessageAsync(
                new ServiceBusMessage($"rubbish {n}")
                {
                    MessageId = $"rubbish-{n}", ApplicationProperties = { ["source"] = "tips", ["reason"] = Reason, ["rejected"] = $"{n}" },
                }, Stop);
        await Eventually.TrueAsync(async () => (await ReviewRows.FindAsync(line, "undelivered|")).Count == 3, Stop);

        using var rosa = await ReviewerBrowser.OfAsync(line, "rosa-vidal");
        Assert.DoesNotContain("Send all", (await rosa.OpenAsync("/review/undelivered")).Page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await rosa.PostAsync("/review/undelivered/again", ("cause", "0"))).Status);
        using var kit = await ReviewerBrowser.OfAsync(line, "kit-tanaka");
        await kit.OpenAsync("/review/undelivered");
        Assert.Contains("Send all 3 again", kit.Page, StringComparison.Ordinal);
        await kit.PostAsync("/review/undelivered/again", ("cause", "0"));
        Assert.Contains("Nothing waits for this cause any more.", kit.Page, StringComparison.Ordinal);
        var cause = Hotline.Review.Undelivered.UndeliveredCause.IdOf("tips", Reason);
        await kit.PostAsync("/review/undelivered/again", ("cause", cause), ("reason", "The key is back."));
        Assert.Equal(HttpStatusCode.OK, kit.Status);
        var events = await ReviewRows.FindAsync(line, "event|undelivered-");
        Assert.Equal(3, events.Count(row => row.GetString("Event").Contains("\"Redriven\"", StringComparison.Ordinal)));
    }
}
