using Google.Protobuf;
using Hotline.Tests.Telemetry.Otlp;

namespace Hotline.Tests.Telemetry;

/// <summary>Reads attributes and ids of what was exported.</summary>
internal static class Attributes
{
    public static string? Text(this IEnumerable<KeyValue> attributes, string key) =>
        attributes.FirstOrDefault(attribute => attribute.Key == key)?.Value.StringValue;

    public static string? Text(this Span span, string key) => span.Attributes.Text(key);

    /// <summary>Whether this span lies directly under the other, in the same trace.</summary>
    public static bool IsUnder(this Span span, Span other) => span.ParentSpanId.Equals(other.SpanId) && span.TraceId.Equals(other.TraceId);

    /// <summary>An id as it is written.</summary>
    public static string Hex(this ByteString id) => Convert.ToHexStringLower(id.Span);
}
