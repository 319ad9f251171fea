using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hotline.Contracts;

/// <summary>
/// Review's word to Intake, on the queue <c>intake</c>, that it has opened the part which this source gave and found it whole: what lies
/// of it at Twilio may go. It names a row and holds no content.
/// </summary>
/// <param name="Shard">The row's partition in the intake table, as the sealed content says it.</param>
/// <param name="Source">The recording's, media item's, message's or call's sid.</param>
public sealed record PartAccepted(string Shard, [property: JsonPropertyName("evidence")] string Source)
{
    private const string CleanUp = "CleanUp";

    /// <summary>What Intake is to do.</summary>
    [JsonPropertyOrder(-1)]
    public string Work { get; init; } = CleanUp;

    /// <summary>It as a message's text.</summary>
    public string Write() => JsonSerializer.Serialize(this, PartAcceptedJson.Default.PartAccepted);

    /// <summary>Reads a message's text.</summary>
    /// <exception cref="FormatException">It is no such word.</exception>
    public static PartAccepted Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, PartAcceptedJson.Default.PartAccepted) is
                { Work: CleanUp, Shard: not null, Source: not null } accepted
                ? accepted
                : throw new FormatException("The message does not say that a part was accepted.");
        }
        catch (JsonException e)
        {
            throw new FormatException("The message does not say that a part was accepted.", e);
        }
    }
}

/// <summary>The JSON of an acceptance.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PartAccepted))]
public sealed partial class PartAcceptedJson : JsonSerializerContext;
