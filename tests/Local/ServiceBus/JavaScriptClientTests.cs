namespace Hotline.Tests.Local.ServiceBus;

/// <summary>The unmodified JavaScript client against the broker.</summary>
public sealed class JavaScriptClientTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_sends_receives_settles_peeks_schedules_and_renews()
    {
        await using var broker = await TestBroker.StartAsync();
        var seen = await Oracle.AskAsync("service-bus.mjs", new { broker.ConnectionString, Clients = 12 }, Stop);
        Assert.Equal(
            """{"parallel":12,"peekedEmpty":0,"peeked":[{"a":1},"second"],"deliveryCount":0,"again":[[true,1],[false,0]],"dead":["unreadable","not ours"],"soon":"soon","left":0,"tooLarge":"MessageSizeExceeded"}""",
            seen.ToJsonString());
    }

    [Fact]
    public async Task It_comes_back_after_a_restart_with_nothing_lost()
    {
        await using var broker = await TestBroker.StartAsync();
        var asking = Oracle.AskAsync("service-bus-restart.mjs", new { broker.ConnectionString, Count = 60 }, Stop);
        await Task.Delay(2000, Stop);
        await broker.RestartAsync();
        Assert.Equal(60, (int?)(await asking)["taken"]);
    }
}
