using System.Collections.Concurrent;
using Azure.Messaging.ServiceBus;
using Hotline.Contracts;
using Hotline.Local.Line;
using Hotline.Local.Line.Keys;
using Hotline.Local.Twilio.Account;

namespace Hotline.Tests.EndToEnd;

/// <summary>A rotation of the sealing key, with both real workers and reporters who know nothing of it.</summary>
[Trait("Speed", "slow")]
public sealed class RotationTests(SharedParts parts)
{
    private const int Reporters = 3;
    private readonly ConcurrentDictionary<TipId, int> told = new();
    private int reporters;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Speed", "long")]
    public async Task A_rotation_in_the_middle_of_traffic_loses_nothing_and_seals_nothing_again()
    {
        var folder = Directory.CreateTempSubdirectory("keys-").FullName;
        var before = SealingKeys.In(folder);
        await using var line = await Line.StartAsync(parts, ("Hotline__SealingKeys", before.PublicPem));
        await line.StartReviewAsync(("Hotline__SealingKeys", before.PrivatePem));
        using var over = new CancellationTokenSource();
        var traffic = Task.WhenAll(Enumerable.Range(0, Reporters).Select(_ => ReportUntilAsync(line, over.Token)));
        await Eventually.TrueAsync(() => told.Count > Reporters, Stop);
        var early = await CountAsync(line);

        var rotated = await new KeyRotation(folder).RunAsync(
            async (keys, stop) =>
            {
                Assert.Equal(before.PublicPem, keys.PublicPem);
                await line.ChangeReviewAsync(stop, ("Hotline__SealingKeys", keys.PrivatePem));
            },
            (keys, stop) => line.ChangeIntakeAsync(stop, ("Hotline__SealingKeys", keys.PublicPem)), Stop);
        var after = told.Count;
        await Eventually.TrueAsync(() => told.Count > after + (2 * Reporters), Stop);
        await over.CancelAsync();
        await traffic;

        foreach (var (tip, expected) in told)
            await Eventually.TrueAsync(async () => (await ReviewRows.FindAsync(line, $"part|{tip}|")).Count == expected, Stop);
        Assert.Empty(await ReviewRows.FindAsync(line, "undelivered|"));
        var (old, uses) = (before.Names().Intake, await CountAsync(line));
        Assert.Equal([rotated, old], SealingKeys.In(folder).Names().Review);
        Assert.Equal(rotated, SealingKeys.In(folder).Names().Intake);
        Assert.Equal(new[] { old, rotated }.Order(), uses.Keys.Order());
        Assert.Equal(told.Values.Sum(), uses.Values.Sum(use => use.Parts));
        Assert.All(uses.Values, use => Assert.True(use is { Parts: > 0, Evidence: > 0, Rows: > 0 }));
        Assert.True(uses[old].Parts >= early[old].Parts, "What was sealed to the old key still is.");
        Assert.Empty((await ReviewRows.Audit(line).VerifyAsync(Stop)).Findings);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_key_that_intake_has_first_is_counted_as_missing_and_a_rotation_that_was_cut_short_goes_on_with_the_same_key()
    {
        var folder = Directory.CreateTempSubdirectory("keys-").FullName;
        var before = SealingKeys.In(folder);
        var rotation = new KeyRotation(folder);
        await Assert.ThrowsAsync<TimeoutException>(
            () => rotation.RunAsync((_, _) => throw new TimeoutException(), (_, _) => Task.CompletedTask, Stop));
        var halfway = SealingKeys.In(folder);
        Assert.Equal(before.PublicPem, halfway.PublicPem);
        Assert.Equal(before.Names().Intake, halfway.Names().Review[1]);
        var id = await rotation.RunAsync((_, _) => Task.CompletedTask, (_, _) => Task.CompletedTask, Stop);
        var after = SealingKeys.In(folder);
        Assert.Equal((id, halfway.PrivatePem), (after.Names().Intake, after.PrivatePem));
        Assert.Equal(id, halfway.Names().Review[0]);

        // The wrong order: Intake seals to what Review does not have. It waits among the undelivered, under a key that somebody can name.
        await using var line = await Line.StartAsync(parts, ("Hotline__SealingKeys", after.PublicPem));
        await line.StartReviewAsync(("Hotline__SealingKeys", before.PrivatePem));
        await line.Twilio.TextAsync(new TextScript { Body = "They have my address." }, null, Stop);
        await Eventually.TrueAsync(async () => (await ReviewRows.FindAsync(line, "undelivered|")).Count == 2, Stop);
        Assert.Equal([id], (await CountAsync(line)).Keys);
        Assert.Equal(2, (await CountAsync(line))[id].Parts);

        await line.ChangeReviewAsync(Stop, ("Hotline__SealingKeys", after.PrivatePem));
        using var kit = await ReviewerBrowser.OfAsync(line, "kit-tanaka");
        foreach (var row in await ReviewRows.FindAsync(line, "undelivered|"))
        {
            await kit.OpenAsync("/review/undelivered");
            await kit.PostAsync($"/review/undelivered/{row.RowKey["undelivered|".Length..]}/redrive", ("reason", "The key is there."));
        }

        await Eventually.TrueAsync(async () => (await ReviewRows.FindAsync(line, "part|")).Count == 2, Stop);
        Directory.Delete(folder, recursive: true);
    }

    // Calls and texts by turns, each from a number of its own; how many parts each must become.
    private async Task ReportUntilAsync(Line line, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            var n = Interlocked.Increment(ref reporters);
            var (from, says) = ($"+1500555{3000 + n}", $"They posted address number {n}.");
            if (n % 2 == 0)
            {
                var text = await line.Twilio.TextAsync(new TextScript { From = from, Body = says }, null, Stop);
                Assert.Empty(text.Errors);
                told[TipOf.Text(text.Sid)] = 1 + ToldReceipts.In(text);
            }
            else
            {
                var call = await line.Twilio.CallAsync(new CallScript { From = from, Says = [says] }, null, Stop);
                Assert.Empty(call.Errors);
                told[TipOf.Call(call.Sid)] = 3 + ToldReceipts.In(call);
            }
        }
    }

    private static async Task<IReadOnlyDictionary<string, KeyUse>> CountAsync(Line line)
    {
        await using var bus = new ServiceBusClient(line.Broker.ConnectionString);
        return await new KeyCount(new SealedPlaces(
            [line.Table, line.ReviewTable], line.Parts, line.Evidence, bus,
            [.. LocalHotline.Queues.Select(queue => queue.Name)])).RunAsync(Stop);
    }
}
