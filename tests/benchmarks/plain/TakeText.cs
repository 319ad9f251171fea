using System.Globalization;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Twilio.TwiML;

namespace Plain;

public sealed class TakeText(TableClient metadata, ServiceBusSender tips)
{
    [Function(nameof(TakeText))]
    public async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "text")] HttpRequest request, CancellationToken stop)
    {
        var form = await request.ReadFormAsync(stop);
        var text = new { message = form["MessageSid"].ToString(), from = form["From"].ToString(), text = form["Body"].ToString() };
        await Task.WhenAll(
            metadata.UpsertEntityAsync(
                new TableEntity("message", text.message)
                {
                    ["line"] = form["To"].ToString(), ["number"] = text.from, ["country"] = form["FromCountry"].ToString(),
                    ["media"] = int.Parse(form["NumMedia"].ToString(), CultureInfo.InvariantCulture), ["received"] = DateTimeOffset.UtcNow,
                }, cancellationToken: stop),
            tips.SendMessageAsync(
                new ServiceBusMessage(BinaryData.FromObjectAsJson(text)) { MessageId = text.message, ContentType = "application/json" },
                stop));
        return new MessagingResponse().Message("Thank you. Your report is received.").ToAnswer();
    }
}
