using System.Buffers.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Hotline.Local.Line.Keys;

/// <summary>Finds the keys that sealed texts name.</summary>
internal static partial class Seals
{
    /// <summary>The <c>kid</c> of each compact JWE in a text, whatever stands around it; what is sealed to a receipt names none.</summary>
    public static IEnumerable<string> In(string text) =>
        Headers().Matches(text).Select(found => KeyOf(found.ValueSpan)).OfType<string>().Distinct();

    /// <summary>
    /// The key under which the Blob SDK's client-side encryption wrapped a blob's own; null for a blob that it did not write.
    /// </summary>
    public static string? Of(IDictionary<string, string> metadata)
    {
        if (!metadata.TryGetValue("encryptiondata", out var data))
            return null;
        using var encryption = JsonDocument.Parse(data);
        return encryption.RootElement.GetProperty("WrappedContentKey").GetProperty("KeyId").GetString();
    }

    private static string? KeyOf(ReadOnlySpan<char> header)
    {
        try
        {
            using var json = JsonDocument.Parse(Base64Url.DecodeFromChars(header));
            return json.RootElement.TryGetProperty("kid", out var name) ? name.GetString() : null;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null; // Not a header: other texts in base64 may begin alike.
        }
    }

    // {" in base64url, up to the dot behind a JWE's protected header.
    [GeneratedRegex(@"eyJ[\w-]+(?=\.)")]
    private static partial Regex Headers();
}
