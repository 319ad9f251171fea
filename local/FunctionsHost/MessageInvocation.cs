using Azure.Messaging.ServiceBus;
using Hotline.Local.FunctionsHost.Rpc;

namespace Hotline.Local.FunctionsHost;

/// <summary>
/// What a queue's message brings to a function: its body as text, its properties under the names by which parameters bind them.
/// </summary>
internal static class MessageInvocation
{
    /// <summary>The invocation of a function that takes the message by a parameter.</summary>
    public static InvocationRequest Of(ServiceBusReceivedMessage message, string parameter)
    {
        message.ApplicationProperties.TryGetValue("Diagnostic-Id", out var trace);
        var input = new ParameterBinding { Name = parameter, Data = Invocation.Text(message.Body.ToString()) };
        var invocation = Invocation.Of(input, trace as string);
        var metadata = invocation.TriggerMetadata;
        metadata["DeliveryCount"] = Invocation.Json(message.DeliveryCount);
        metadata["SequenceNumber"] = Invocation.Json(message.SequenceNumber);
        metadata["EnqueuedTimeUtc"] = Invocation.Json(message.EnqueuedTime.UtcDateTime);
        metadata["ApplicationProperties"] = Invocation.Json(message.ApplicationProperties);
        // What a message lacks is left out: the parameter is null.
        if (message.MessageId is { } id)
            metadata["MessageId"] = Invocation.Text(id);
        if (message.CorrelationId is { } correlation)
            metadata["CorrelationId"] = Invocation.Text(correlation);
        if (message.Subject is { } subject)
            metadata["Subject"] = Invocation.Text(subject);
        if (message.ContentType is { } type)
            metadata["ContentType"] = Invocation.Text(type);
        if (message.DeadLetterReason is { } reason)
            metadata["DeadLetterReason"] = Invocation.Text(reason);
        return invocation;
    }
}
