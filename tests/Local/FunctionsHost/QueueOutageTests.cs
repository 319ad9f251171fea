using System.Net.Http.Json;
using System.Text.Json;
using Azure.Messaging.ServiceBus;
using Hotline.Local.FunctionsHost;

namespace Hotline.Tests.Local.FunctionsHost;

public sealed class QueueOutageTests
{
    // Nothing listens on port 1.
    private const string Nowhere = "Endpoint=sb://localhost:1;SharedAccessKeyName=key;SharedAccessKey=c2VjcmV0;UseDevelopmentEmulator=true";

    [Fact]
    public async Task An_app_starts_and_stops_without_its_queues_and_says_so_once()
    {
        await using var app = await ProbeApp.StartAsync(new() { ["AzureWebJobs.Work.Disabled"] = "false", ["Bus"] = Nowhere });
        await Eventually.TrueAsync(() => app.Logs.Entries.Any(entry => entry.Event.Id == 431), ProbeApp.Stop);
        Assert.Equal("hello ana", await app.Client.GetStringAsync("people/ana", ProbeApp.Stop));

        app.Client.DefaultRequestHeaders.Add("x-functions-key", app.Host.MasterKey);
        var run = await app.Client.PostAsJsonAsync("admin/functions/Work", new { input = "pass" }, ProbeApp.Stop);
        Assert.Equal(202, (int)run.StatusCode);
        await app.SeesAsync(": pass, delivery 1, {}");

        await app.Host.StopAsync();
        Assert.Single(app.Logs.Entries, entry => entry.Event.Id == 431);
    }

    [Fact]
    public void A_message_brings_its_properties_and_goes_on_with_its_trace()
    {
        const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        var message = ServiceBusModelFactory.ServiceBusReceivedMessage(
            BinaryData.FromString("body"), "id", deliveryCount: 3, sequenceNumber: 12, subject: "subject",
            enqueuedTime: DateTimeOffset.UnixEpoch,
            properties: new Dictionary<string, object> { ["Diagnostic-Id"] = Trace, ["attempt"] = 2 });
        var invocation = MessageInvocation.Of(message, "parameter");

        var input = Assert.Single(invocation.InputData);
        Assert.Equal(("parameter", "body"), (input.Name, input.Data.String));
        Assert.Equal(Trace, invocation.TraceContext.TraceParent);
        var metadata = invocation.TriggerMetadata.ToDictionary(pair => pair.Key, pair => pair.Value.Json + pair.Value.String);
        Assert.Equal("id", metadata["MessageId"]);
        Assert.Equal("3", metadata["DeliveryCount"]);
        Assert.Equal("12", metadata["SequenceNumber"]);
        Assert.Equal("\"1970-01-01T00:00:00Z\"", metadata["EnqueuedTimeUtc"]);
        Assert.Equal("subject", metadata["Subject"]);
        Assert.Equal(2, JsonDocument.Parse(metadata["ApplicationProperties"]).RootElement.GetProperty("attempt").GetInt32());
        Assert.DoesNotContain("CorrelationId", metadata.Keys);
    }
}
