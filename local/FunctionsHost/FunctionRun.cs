using System.Text.Json;
using Hotline.Local.FunctionsHost.Rpc;

namespace Hotline.Local.FunctionsHost;

/// <summary>A function that a timer or queue started, and that ended well.</summary>
/// <param name="Function">Its name.</param>
/// <param name="Began">When its worker was asked to run it.</param>
/// <param name="Ended">When the worker said that it had.</param>
/// <param name="MessageId">The message that it took; null where a timer fired.</param>
/// <param name="Enqueued">Since when that message was on its queue.</param>
internal sealed record FunctionRun(
    string Function, DateTimeOffset Began, DateTimeOffset Ended, string? MessageId, DateTimeOffset? Enqueued)
{
    /// <summary>Reads what was asked.</summary>
    public static FunctionRun Of(string function, InvocationRequest asked, DateTimeOffset began, DateTimeOffset ended) => new(
        function, began, ended, asked.TriggerMetadata.GetValueOrDefault("MessageId")?.String,
        asked.TriggerMetadata.TryGetValue("EnqueuedTimeUtc", out var at) ? JsonSerializer.Deserialize<DateTimeOffset>(at.Json) : null);
}
