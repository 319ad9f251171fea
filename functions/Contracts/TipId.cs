using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hotline.Contracts;

/// <summary>
/// Names a tip: 32 hex digits derived from what first reported it, so that every webhook of a call, in whatever order it comes, names
/// the same tip without reading anything.
/// </summary>
[JsonConverter(typeof(TipIdJson))]
public readonly record struct TipId
{
    private TipId(string value) => Value = value;

    /// <summary>An id that no tip has.</summary>
    public static TipId None { get; } = new(new string('0', 32));

    /// <summary>The id's text; safe in row keys, blob names and URLs.</summary>
    public string Value { get; }

    /// <summary>A call is its own tip.</summary>
    public static TipId OfCall(CallSid call) => Derive("call", call.Value);

    /// <summary>The tip that a text opens, when it belongs to none that is open already.</summary>
    public static TipId OfMessage(MessageSid message) => Derive("message", message.Value);

    /// <summary>
    /// What is sent under one submission id of the form is one tip. Versions before 2 derived it otherwise and stored the id, which was a
    /// key: an id of theirs names a tip that nobody has.
    /// </summary>
    public static TipId OfSubmission(string submission) => Derive("form", submission);

    /// <summary>Reads an id that came from outside; null when it is none.</summary>
    public static TipId? Parse(string? text) => text is { Length: 32 } && text.All(char.IsAsciiHexDigitLower) ? new TipId(text) : null;

    /// <summary>Reads an id; where it is none, the one that no tip has: whatever is looked for by it is not found.</summary>
    public static TipId OrNone(string? text) => Parse(text) ?? None;

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static TipId Derive(string source, string sid) =>
        new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{source}:{sid}")).AsSpan(..16)));
}

/// <summary>The JSON of an id, an object as the states of tips have it.</summary>
internal sealed class TipIdJson : JsonConverter<TipId>
{
    private const string Member = "value";

    /// <inheritdoc/>
    public override TipId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var json = JsonDocument.ParseValue(ref reader);
        return json.RootElement is { ValueKind: JsonValueKind.Object } id && id.TryGetProperty(Member, out var value)
            && value.ValueKind == JsonValueKind.String && TipId.Parse(value.GetString()) is { } tip
            ? tip : throw new JsonException("It names no tip.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TipId value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString(Member, value.Value);
        writer.WriteEndObject();
    }
}
