using System.Text.Json;
using System.Text.Json.Serialization;
using Hotline.Contracts;
using Hotline.Platform.Messaging;

namespace Hotline.Intake.Drop;

/// <summary>What Intake leaves for later.</summary>
public enum Work
{
    /// <summary>Fetch a recording or media item from Twilio and store it sealed.</summary>
    Import,

    /// <summary>Ask Twilio for the media items of a text that its webhook did not name.</summary>
    FindMedia,

    /// <summary>Have a recording transcribed by the speech service.</summary>
    Transcribe,

    /// <summary>Delete what lies at Twilio, now that Review has it: <see cref="PartAccepted"/>.</summary>
    CleanUp,
}

/// <summary>A message on the queue <c>intake</c>: names a row, holds no content.</summary>
/// <param name="Work">What to do.</param>
/// <param name="Shard">The partition of the row.</param>
/// <param name="Evidence">The sid of a recording or media item; for <see cref="Work.CleanUp"/> of a message or call as well, for
/// <see cref="Work.FindMedia"/> of a message.</param>
public sealed record WorkOrder(Work Work, string Shard, string Evidence)
{
    /// <summary>The order as a message.</summary>
    public OutboxMessage ToMessage(DateTimeOffset at) => new(
        Queues.Intake, $"{Work.ToString().ToLowerInvariant()}-{Evidence}",
        JsonSerializer.Serialize(this, WorkOrderJson.Default.WorkOrder), "application/json", at);

    /// <summary>Reads a message.</summary>
    /// <exception cref="NewerVersionException">It orders work that this version does not know.</exception>
    /// <exception cref="FormatException">It is no order.</exception>
    public static WorkOrder Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, WorkOrderJson.Default.WorkOrder) is { Shard: not null, Evidence: not null } order
                ? order
                : throw new FormatException("The message on the queue intake is no work order.");
        }
        catch (JsonException e)
        {
            if (QueueMessage.NamesUnknown<Work>(json, "work"))
                throw new NewerVersionException("The message on the queue intake orders work that this version does not do.");
            throw new FormatException("The message on the queue intake is no work order.", e);
        }
    }
}

/// <summary>The JSON of a work order.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(WorkOrder))]
public sealed partial class WorkOrderJson : JsonSerializerContext;
