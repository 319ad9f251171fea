using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hotline.Contracts;

/// <summary>What a reply is.</summary>
[JsonConverter(typeof(ReplyKindJson))]
public enum ReplyKind
{
    /// <summary>A <see cref="QuestionContent"/>.</summary>
    Question,

    /// <summary>A <see cref="StatusContent"/>.</summary>
    Status,
}

/// <summary>How kinds of replies are written: in lower case.</summary>
public static class ReplyKinds
{
    /// <summary>The word of a kind, in a reply's JSON and at the beginning of its message's id.</summary>
    public static string Word(this ReplyKind kind) => kind.ToString().ToLowerInvariant();
}

/// <summary>Reads and writes the kind of a reply. One that is not known is of a newer version.</summary>
internal sealed class ReplyKindJson : JsonConverter<ReplyKind>
{
    /// <inheritdoc/>
    public override ReplyKind Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var word = reader.GetString() ?? throw new JsonException();
        foreach (var kind in Enum.GetValues<ReplyKind>())
            if (kind.Word() == word)
                return kind;
        throw new NewerVersionException("The reply is of a kind that this version does not know.");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ReplyKind value, JsonSerializerOptions options) => writer.WriteStringValue(value.Word());
}

/// <summary>
/// A message on the queue <c>replies</c>: what Review says to whoever holds a receipt. Sealed to the receipt, so that the code alone opens
/// it; the intake room can keep it and not read it.
/// </summary>
/// <param name="Lookup">The value under which the receipt's row lies.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Number">Its place among those of its tip: the chain's length, so that a lower one that comes late is ignored.</param>
/// <param name="Sealed">A compact JWE, ECDH-ES+A256KW and A256GCM, to the receipt's P-256 key.</param>
/// <param name="KeepUntil">
/// With a status, until when the receipt lives even if nobody uses it: <see cref="DateTimeOffset.MaxValue"/> while its tip is open
/// (docs/decisions/036-a-receipt-lives-as-long-as-its-tip.md). Null with a question, and from Review's older versions.
/// </param>
public sealed record Reply(string Lookup, ReplyKind Kind, int Number, string Sealed, DateTimeOffset? KeepUntil = null)
{
    /// <summary>How long a receipt lives after its last use, and after its tip was closed.</summary>
    public static TimeSpan ReceiptLife { get; } = TimeSpan.FromDays(90);

    /// <summary>The reply as a message's text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ReplyJson.Default.Reply);

    /// <summary>Reads a message's text.</summary>
    /// <exception cref="NewerVersionException">It is of a kind that this version does not know.</exception>
    /// <exception cref="FormatException">It is no reply.</exception>
    public static Reply Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ReplyJson.Default.Reply)
                ?? throw new FormatException("The message on the queue replies is no reply.");
        }
        catch (JsonException e)
        {
            throw new FormatException("The message on the queue replies is no reply.", e);
        }
    }
}

/// <summary>What a sealed question says.</summary>
/// <param name="Text">The words.</param>
/// <param name="Asked">When.</param>
/// <param name="Number">Its reply's number, so that it opens in its own place alone; null from Review's older versions.</param>
public sealed record QuestionContent(string Text, DateTimeOffset Asked, int? Number = null);

/// <summary>What a sealed status says: how a tip stands, and proof of what was received. It holds no content.</summary>
/// <param name="State"><c>received</c>, <c>reading</c> (somebody holds it), <c>asked</c>, <c>answered</c> or <c>closed</c>.</param>
/// <param name="At">When it was so.</param>
/// <param name="Received">What came from the reporter, the oldest first; the tip's linked answers among it.</param>
/// <param name="Earlier">How many more came before those.</param>
/// <param name="Number">Its reply's number; null from Review's older versions.</param>
public sealed record StatusContent(
    string State, DateTimeOffset At, IReadOnlyList<ReceivedPart> Received, int Earlier = 0, int? Number = null);

/// <summary>Proof of one part.</summary>
/// <param name="Kind"><c>statement</c>, <c>recording</c> or <c>attachment</c>.</param>
/// <param name="At">When it reached us.</param>
/// <param name="Length">Bytes; of a statement, of its text in UTF-8.</param>
/// <param name="Sha256">Lower-case hex of the SHA-256 of those bytes.</param>
public sealed record ReceivedPart(string Kind, DateTimeOffset At, long Length, string Sha256);

/// <summary>The JSON of replies. A status is no question, nor the other way: what lacks a value is refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(Reply))]
[JsonSerializable(typeof(QuestionContent))]
[JsonSerializable(typeof(StatusContent))]
public sealed partial class ReplyJson : JsonSerializerContext;
