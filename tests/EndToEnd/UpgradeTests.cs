using Azure.Messaging.ServiceBus;
using Hotline.Contracts;
using Hotline.Local.Twilio.Account;

namespace Hotline.Tests.EndToEnd;

/// <summary>Two versions at once: one app is upgraded while the other is not yet, and people go on reporting.</summary>
[Trait("Speed", "slow")]
public sealed class UpgradeTests(SharedParts parts)
{
    private static readonly (string, string)[] Next =
        [("DOTNET_STARTUP_HOOKS", typeof(StartupHook).Assembly.Location), (StartupHook.Variable, StartupHook.IsNext)];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_rolling_upgrade_in_either_order_loses_nothing(bool intakeFirst)
    {
        await using var line = await Line.StartAsync(parts);
        await line.StartReviewAsync();
        var texts = new List<string>();
        await TextsAsync(3);
        await AcceptedAsync();

        await UpgradeAsync(intakeFirst);
        await TextsAsync(3);
        if (intakeFirst)
            await Eventually.TrueAsync(() => line.Log.Lines.Any(logged => logged.Contains("is put off", StringComparison.Ordinal)
                && logged.Contains(nameof(NewerVersionException), StringComparison.Ordinal)), Stop);
        else
            await AcceptedAsync(); // The next version reads this one's.

        await UpgradeAsync(!intakeFirst);
        await TextsAsync(3);
        await AcceptedAsync();
        Assert.Empty(await ReviewRows.FindAsync(line, "undelivered|"));

        // People report while it goes on.
        async Task UpgradeAsync(bool intake)
        {
            var upgrading = intake ? line.ChangeIntakeAsync(Stop, Next) : line.ChangeReviewAsync(Stop, Next);
            while (!upgrading.IsCompleted)
                await TextsAsync(1);
            await upgrading;
        }

        async Task TextsAsync(int count)
        {
            for (var n = 0; n < count; n++)
                texts.Add((await line.Twilio.TextAsync(
                    new TextScript { From = $"+15005558{texts.Count:000}", Body = $"Text {texts.Count}." }, null, Stop)).Sid);
        }

        async Task AcceptedAsync()
        {
            await Eventually.TrueAsync(async () =>
            {
                var statements = (await ReviewRows.FindAsync(line, "part|")).Select(row => row.RowKey.Split('|')[2])
                    .Where(part => part.StartsWith("statement-", StringComparison.Ordinal)).ToList();
                Assert.Equal(statements.Distinct().Count(), statements.Count);
                return texts.TrueForAll(sid => statements.Contains($"statement-{sid}"));
            }, Stop);
        }
    }

    [Theory]
    [InlineData("intake", """{"work":"dance","shard":"0","evidence":"RE1"}""")]
    [InlineData("review", """{"work":"dance","tip":"0123"}""")]
    [InlineData("replies", """{"lookup":"0123","kind":"dance","number":1,"sealed":"a.b.c.d.e"}""")]
    public async Task What_only_a_later_version_does_waits_for_it(string queue, string order)
    {
        await using var line = await Line.StartAsync(parts);
        await line.StartReviewAsync();
        await using var bus = new ServiceBusClient(line.Broker.ConnectionString);
        await bus.CreateSender(queue).SendMessageAsync(new ServiceBusMessage(order) { MessageId = "dance" }, Stop);
        await Eventually.TrueAsync(() => line.Log.Lines.Any(logged => logged.Contains("is put off", StringComparison.Ordinal)), Stop);
        Assert.DoesNotContain(line.Log.Lines, logged => logged.Contains("is rejected", StringComparison.Ordinal));
    }
}
