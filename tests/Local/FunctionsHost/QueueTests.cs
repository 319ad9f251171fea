using System.Diagnostics;
using Azure.Messaging.ServiceBus;
using Hotline.Tests.Local.ServiceBus;

namespace Hotline.Tests.Local.FunctionsHost;

[Trait("Speed", "slow")]
public sealed class QueueTests : IAsyncLifetime
{
    private TestBroker broker = null!;
    private ServiceBusClient bus = null!;

    private static CancellationToken Stop => ProbeApp.Stop;

    public async ValueTask InitializeAsync()
    {
        broker = await TestBroker.StartAsync(lockDuration: TimeSpan.FromSeconds(3), maxDeliveryCount: 3);
        bus = broker.Connect();
    }

    public async ValueTask DisposeAsync()
    {
        await bus.DisposeAsync();
        await broker.DisposeAsync();
    }

    [Fact]
    public async Task A_message_that_a_function_takes_is_gone()
    {
        await using var app = await StartAsync();
        await SendAsync("a", "pass", ("attempt", 2));
        await app.SeesAsync("a: done");
        Assert.Contains("a: pass, delivery 1, {\"attempt\":2}", await app.NotesAsync());
        await Eventually.TrueAsync(async () => await PeekAsync("work") is null, Stop);
        Assert.Null(await PeekAsync("work/$DeadLetterQueue"));
    }

    [Fact]
    public async Task A_message_without_an_id_is_brought_without_one()
    {
        await using var app = await StartAsync();
        await bus.CreateSender("work").SendMessageAsync(new ServiceBusMessage("pass"), Stop);
        await app.SeesAsync(": pass, delivery 1");
        await Eventually.TrueAsync(async () => await PeekAsync("work") is null, Stop);
        Assert.Null(await PeekAsync("work/$DeadLetterQueue"));
    }

    [Fact]
    public async Task A_message_that_fails_comes_again()
    {
        await using var app = await StartAsync();
        await SendAsync("a", "fail once");
        await app.SeesAsync("a: done");
        await DeliveredAsync(app, "1", "2");
    }

    [Fact]
    public async Task A_message_that_fails_too_often_is_set_aside()
    {
        await using var app = await StartAsync();
        await SendAsync("a", "fail");
        await Eventually.TrueAsync(async () => await PeekAsync("work/$DeadLetterQueue") is { MessageId: "a" }, Stop);
        await DeliveredAsync(app, "1", "2", "3");
    }

    [Fact]
    public async Task Dead_letters_are_a_queue_too()
    {
        await using (var failing = await StartAsync())
        {
            await SendAsync("a", "fail");
            await Eventually.TrueAsync(async () => await PeekAsync("work/$DeadLetterQueue") is not null, Stop);
        }
        await using var app = await StartAsync(("Probe__Queue", "work/$DeadLetterQueue"));
        await app.SeesAsync("MaxDeliveryCountExceeded");
    }

    [Fact]
    public async Task No_more_messages_run_at_once_than_host_json_allows()
    {
        await using var app = await StartAsync();
        foreach (var id in new[] { "a", "b", "c", "d" })
            await SendAsync(id, "wait gate");
        await app.SeesAsync("running 2");
        await app.OpenAsync("gate");
        await app.SeesAsync(notes => notes.Count(note => note.EndsWith(": done", StringComparison.Ordinal)) == 4);
        Assert.DoesNotContain("running 3", await app.NotesAsync());
    }

    [Fact]
    public async Task A_message_that_runs_longer_than_its_lock_stays_with_its_function()
    {
        await using var app = await StartAsync();
        await SendAsync("a", "wait gate");
        await app.SeesAsync("a: wait gate");
        await Task.Delay(TimeSpan.FromSeconds(8), Stop);
        await app.OpenAsync("gate");
        await app.SeesAsync("a: done");
        await Eventually.TrueAsync(async () => await PeekAsync("work") is null, Stop);
        await DeliveredAsync(app, "1");
    }

    [Fact]
    public async Task A_message_that_outlasts_a_stop_is_given_back()
    {
        await using (var app = await StartAsync())
        {
            await SendAsync("a", "wait never");
            await app.SeesAsync("a: wait never");
        }
        await using var receiver = bus.CreateReceiver("work");
        var message = await receiver.ReceiveMessageAsync(TimeSpan.FromSeconds(60), Stop);
        Assert.Equal(("a", 2), (message.MessageId, message.DeliveryCount));
    }

    [Fact]
    public async Task A_message_whose_worker_dies_goes_to_the_next()
    {
        await using var app = await StartAsync();
        await SendAsync("a", "wait gate");
        await app.SeesAsync("a: wait gate, delivery 1");
        using (var worker = Process.GetProcessById(app.Host.WorkerProcessId))
            worker.Kill();
        await app.SeesAsync("a: wait gate, delivery 2");
        await app.OpenAsync("gate");
        await app.SeesAsync("a: done");
    }

    [Fact]
    public async Task Messages_come_again_after_an_outage()
    {
        await using var app = await StartAsync();
        await SendAsync("a", "pass");
        await app.SeesAsync("a: done");
        await broker.RestartAsync();
        await SendAsync("b", "pass");
        await app.SeesAsync("b: done");
    }

    private static async Task DeliveredAsync(ProbeApp app, params string[] deliveries)
    {
        var notes = await app.NotesAsync();
        Assert.Equal(deliveries, notes.Where(note => note.Contains("delivery", StringComparison.Ordinal)).Select(
            note => note.Split("delivery ")[1][..1]));
    }

    private Task<ProbeApp> StartAsync(params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string> { ["AzureWebJobs.Work.Disabled"] = "false", ["Bus"] = broker.ConnectionString };
        foreach (var (name, value) in settings)
            all[name] = value;
        return ProbeApp.StartAsync(all, options => options with { DrainTimeout = TimeSpan.FromSeconds(1) });
    }

    private async Task SendAsync(string id, string body, params (string Name, object Value)[] properties)
    {
        var message = new ServiceBusMessage(body) { MessageId = id };
        foreach (var (name, value) in properties)
            message.ApplicationProperties[name] = value;
        await using var sender = bus.CreateSender("work");
        await sender.SendMessageAsync(message, Stop);
    }

    private async Task<ServiceBusReceivedMessage?> PeekAsync(string queue)
    {
        await using var receiver = bus.CreateReceiver(queue);
        return await receiver.PeekMessageAsync(cancellationToken: Stop);
    }
}
