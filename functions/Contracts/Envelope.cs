using System.Net.Mime;
using System.Text;
using System.Text.Json;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.SystemTextJson;

namespace Hotline.Contracts;

/// <summary>
/// The message on the queue <c>tips</c>: a CloudEvents 1.0 event in structured JSON whose data is a compact JWE. The one file that
/// knows this JSON. Format: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md
/// </summary>
public static class Envelope
{
    /// <summary>The content type of a message that holds an envelope.</summary>
    public const string ContentType = "application/cloudevents+json";

    private const string Fallback = "fallback";
    private const string TypePrefix = "org.hotline.part.";
    private static readonly Uri Source = new("urn:hotline:intake");
    private static readonly CloudEventAttribute Channel = CloudEventAttribute.CreateExtension("channel", CloudEventAttributeType.String);
    private static readonly CloudEventAttribute Language = CloudEventAttribute.CreateExtension("language", CloudEventAttributeType.String);
    private static readonly CloudEventAttribute Blob = CloudEventAttribute.CreateExtension("datablob", CloudEventAttributeType.String);
    private static readonly CloudEventAttribute Via = CloudEventAttribute.CreateExtension("via", CloudEventAttributeType.String);
    private static readonly CloudEventAttribute Version = CloudEventAttribute.CreateExtension("schema", CloudEventAttributeType.Integer);
    private static readonly CloudEventAttribute[] Extensions = [Channel, Language, Blob, Via, Version];
    private static readonly JsonEventFormatter Formatter = new JoseTextFormatter();

    /// <summary>The schema up to which envelopes are read; a test of upgrades makes it the next one.</summary>
    internal static int Newest { get; set; } = 2;

    /// <summary>The schema that is written for all kinds but those that came later: an older reader waits for these alone.</summary>
    internal static int Usual { get; set; } = 1;

    /// <summary>The envelope's JSON.</summary>
    public static string Write(Part part)
    {
        var letter = new CloudEvent(CloudEventsSpecVersion.V1_0, Extensions)
        {
            Id = part.Id.Value,
            Source = Source,
            Type = TypePrefix + part.Kind.Word(),
            Subject = part.Tip?.Value,
            Time = part.Received,
            DataContentType = "application/jose",
            Data = part.Sealed,
            [Channel] = part.Channel.ToString().ToLowerInvariant(),
            [Language] = part.Language,
            [Blob] = part.Blob,
            [Via] = part.OverFallback ? Fallback : null,
            [Version] = part.Kind == PartKind.Missing ? Newest : Usual,
        };
        return Encoding.UTF8.GetString(Formatter.EncodeStructuredModeMessage(letter, out _).Span);
    }

    /// <summary>Reads an envelope back.</summary>
    /// <exception cref="NewerVersionException">It is of a schema that comes after this code.</exception>
    /// <exception cref="FormatException">It is no envelope; the message says what is wrong.</exception>
    public static Part Read(string json)
    {
        CloudEvent letter;
        try
        {
            letter = Formatter.DecodeStructuredModeMessage(Encoding.UTF8.GetBytes(json), new ContentType(ContentType), Extensions);
        }
        catch (Exception e) when (e is ArgumentException or JsonException or InvalidOperationException)
        {
            throw new FormatException("The message is not a CloudEvent in JSON.", e);
        }

        if (letter[Version] is not int version || version < 1)
            throw new FormatException($"The envelope has schema {letter[Version] ?? "none"}, which never was one.");
        if (version > Newest)
            throw new NewerVersionException($"The envelope has schema {version}; this version reads schema {Newest} and older ones.");
        if (letter.Type?.StartsWith(TypePrefix, StringComparison.Ordinal) != true
            || !Enum.TryParse<PartKind>(letter.Type.AsSpan(TypePrefix.Length), ignoreCase: true, out var kind) || !Enum.IsDefined(kind))
            throw new FormatException("The envelope names no kind of part that this version knows.");
        if (!Enum.TryParse<Channel>(letter[Channel] as string, ignoreCase: true, out var channel) || letter.Time is not { } received)
            throw new FormatException("The envelope lacks its channel or time.");
        var tip = TipId.Parse(letter.Subject);
        if (tip is null && letter.Subject is not null)
            throw new FormatException("The envelope names no tip of ours.");
        return new Part(
            tip, new PartId(letter.Id!), kind, channel,
            letter[Language] as string, received, letter.Data as string, letter[Blob] as string,
            letter[Via] as string == Fallback);
    }

    // A compact JWE is text: "data" holds it as a JSON string, as the format asks for content that is neither JSON nor binary.
    private sealed class JoseTextFormatter : JsonEventFormatter
    {
        protected override void EncodeStructuredModeData(CloudEvent cloudEvent, Utf8JsonWriter writer) =>
            writer.WriteString(DataPropertyName, (string)cloudEvent.Data!);
    }
}
