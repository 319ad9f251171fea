using System.Text.Json;
using System.Text.Json.Serialization;
using Hotline.Contracts;
using Hotline.Platform.Messaging;

namespace Hotline.Intake.Drop;

/// <summary>A message on the queue <c>intake</c>: names a row, holds no content. Each job is a record of its own.</summary>
/// <param name="Work">The kind of job.</param>
/// <param name="Shard">The partition of the row.</param>
/// <param name="Evidence">The sid of a recording, media item, message or call.</param>
public record WorkOrder(string Work, string Shard, string Evidence)
{
    /// <summary>The order as a message.</summary>
    public OutboxMessage ToMessage(DateTimeOffset at) => new(
        Queues.Intake, $"{Work.ToLowerInvariant()}-{Evidence}", JsonSerializer.Serialize(this, WorkOrderJson.Default.WorkOrder),
        "application/json", at);

    /// <summary>Reads a message.</summary>
    /// <exception cref="FormatException">It is no order.</exception>
    public static WorkOrder Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, WorkOrderJson.Default.WorkOrder) is
                { Work: not null, Shard: not null, Evidence: not null } order
                ? order
                : throw new FormatException("The message on the queue intake is no work order.");
        }
        catch (JsonException e)
        {
            throw new FormatException("The message on the queue intake is no work order.", e);
        }
    }
}

/// <summary>How an order is written: camel case, and what is null left out.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(WorkOrder))]
public sealed partial class WorkOrderJson : JsonSerializerContext;
