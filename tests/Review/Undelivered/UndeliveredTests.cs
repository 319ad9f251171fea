using System.Net;
using System.Security.Cryptography;
using Azure.Messaging.ServiceBus;
using Hotline.Contracts;
using Hotline.Local.Twilio.Account;

namespace Hotline.Tests.Review.Undelivered;

/// <summary>What could not be delivered: kept, listed, sent again, set aside.</summary>
[Trait("Speed", "slow")]
public sealed class UndeliveredTests(SharedParts parts)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_is_redriven_once_its_cause_is_mended_or_set_aside_with_a_reason()
    {
        using var stray = RSA.Create(2048);
        await using var line = await Line.StartAsync(parts, ("Hotline__SealingKeys", stray.ExportSubjectPublicKeyInfoPem()));
        await line.StartReviewAsync();
        var call = await line.Twilio.CallAsync(new CallScript { Says = ["They posted her address."] }, null, Stop);
        var tip = TipOf.Call(call.Sid);
        await Eventually.TrueAsync(async () => (await ReviewRows.FindAsync(line, "undelivered|")).Count == 4, Stop);
        await PutAsync(line, "What is this?");
        await Eventually.TrueAsync(async () => (await ReviewRows.FindAsync(line, "undelivered|")).Count == 5, Stop);

        // The key is found again.
        await line.Review!.DisposeAsync();
        await line.StartReviewAsync(("Hotline__SealingKeys", Line.PrivateKeys(stray)));
        using var kit = await ReviewerBrowser.OfAsync(line, "kit-tanaka");
        using var rosa = await ReviewerBrowser.OfAsync(line, "rosa-vidal");
        foreach (var row in await ReviewRows.FindAsync(line, "undelivered|"))
        {
            var path = $"/review/undelivered/{row.RowKey["undelivered|".Length..]}";
            Assert.Contains(
                row.RowKey["undelivered|".Length..], (await rosa.OpenAsync("/review/undelivered")).Page, StringComparison.Ordinal);
            await rosa.PostAsync($"{path}/redrive");
            Assert.Equal(HttpStatusCode.Forbidden, rosa.Status);
            await kit.OpenAsync("/review/undelivered");
            if (row.GetString("Message") == "rubbish")
            {
                await kit.PostAsync($"{path}/aside", ("reason", ""));
                Assert.Equal(HttpStatusCode.Conflict, kit.Status);
                await kit.OpenAsync("/review/undelivered");
                await kit.PostAsync($"{path}/aside", ("reason", "A test of ours."));
            }
            else
            {
                await kit.PostAsync($"{path}/redrive", ("reason", "The key is back."));
            }

            Assert.Equal(HttpStatusCode.OK, kit.Status);
            // While others wait, the page has a form; the message that was dealt with takes none.
            if (!kit.Page.Contains("/redrive", StringComparison.Ordinal))
                continue;
            await kit.PostAsync($"{path}/redrive", ("reason", "Once more."));
            Assert.Equal(HttpStatusCode.Conflict, kit.Status);
            await kit.OpenAsync("/review/undelivered");
        }

        await Eventually.TrueAsync(async () => (await ReviewRows.FindAsync(line, $"part|{tip}|")).Count == 4, Stop);
        Assert.Empty(await ReviewRows.FindAsync(line, "undelivered|"));
        Assert.Equal(["aside", "redriven", "redriven", "redriven", "redriven"],
            (await ReviewRows.FindAsync(line, "settled|")).Select(row => row.GetString("State")).Order());
        Assert.Contains("They posted her address.", (await rosa.OpenAsync($"/review/tips/{tip}")).Page, StringComparison.Ordinal);
        await Eventually.TrueAsync(() => line.Twilio.Remembers("Recordings").Count == 0, Stop);
        await ReviewRows.AssertRebuiltAsync(line);
    }

    [Fact]
    public async Task Storage_away_for_longer_than_ten_tries_loses_nothing_and_dead_letters_nothing()
    {
        await using var line = await Line.BorrowAsync(parts);
        await line.StartReviewAsync(("Hotline__Retry__MaxDelay", "00:00:01"));
        line.ReviewStorage!.Fails = StorageProxy.Fault.Refusing;
        var tips = new List<TipId>();
        for (var n = 0; n < 3; n++)
            tips.Add(TipOf.Call(
                (await line.Twilio.CallAsync(
                    new CallScript { Says = ["They posted her address."], From = $"+1500555{4600 + n}" }, null, Stop)).Sid));
        // Asking the bus again and again would take the time that the tries need.
        var putOff = $"callsummary-{line.Twilio.Remembers("Calls")[0].Sid} of tips is put off";
        await Eventually.TrueAsync(() => line.Log.Lines.Count(said => said.Contains(putOff, StringComparison.Ordinal)) > 10, Stop);
        await Eventually.TrueAsync(async () => await AttemptsAsync(line) > 10, Stop);
        Assert.Empty(await ReviewRows.FindAsync(line, "part|"));
        line.ReviewStorage.Fails = StorageProxy.Fault.None;
        foreach (var tip in tips)
            await Eventually.TrueAsync(async () => (await ReviewRows.FindAsync(line, $"part|{tip}|")).Count == 4, Stop);
        await using var bus = new ServiceBusClient(line.Broker.ConnectionString);
        foreach (var queue in new[] { "tips", "intake", "review", "rejected" })
            await using (var dead = bus.CreateReceiver(queue, new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter }))
                Assert.Null(await dead.PeekMessageAsync(cancellationToken: Stop));
        Assert.Empty(await ReviewRows.FindAsync(line, "undelivered|"));
        Assert.Empty((await ReviewRows.Audit(line).VerifyAsync(Stop)).Findings);
    }

    private static async Task PutAsync(Line line, string body)
    {
        await using var bus = new ServiceBusClient(line.Broker.ConnectionString);
        await using var sender = bus.CreateSender("tips");
        await sender.SendMessageAsync(new ServiceBusMessage(body) { MessageId = "rubbish" }, Stop);
    }

    private static async Task<int> AttemptsAsync(Line line)
    {
        await using var bus = new ServiceBusClient(line.Broker.ConnectionString);
        await using var receiver = bus.CreateReceiver("tips");
        return (await receiver.PeekMessagesAsync(100, cancellationToken: Stop))
            .Select(message => message.ApplicationProperties.TryGetValue("attempt", out var attempt) ? (int)attempt : 0)
            .DefaultIfEmpty(0)
            .Max();
    }
}
