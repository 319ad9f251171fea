using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Hotline.Platform.Twilio;

/// <summary>
/// The forms of a URL that Twilio may have signed: without and with its port, and each once more with the query as older back ends write
/// it. The first fits nearly always; the others cost nothing until it does not.
/// </summary>
public static class SignedUrls
{
    // What Node's querystring leaves as it is: https://nodejs.org/api/querystring.html#querystringescapestr
    private static readonly System.Buffers.SearchValues<char> LegacyPlain = System.Buffers.SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()");

    /// <summary>The candidates in the order in which to try them.</summary>
    public static IEnumerable<string> Of(string url)
    {
        var bare = WithoutPort(url);
        yield return bare;
        yield return WithPort(url);
        var normal = Normalized(url);
        var normalBare = WithoutPort(normal);
        yield return normalBare;
        yield return WithPort(normal);
        yield return WithLegacyQuery(normalBare);
        yield return WithLegacyQuery(WithPort(normal));
    }

    private static (int Start, int Colon, int End) Authority(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal) + 3;
        var end = url.AsSpan(start).IndexOfAny('/', '?') is var length and >= 0 ? start + length : url.Length;
        // A colon before the @ parts a user from a password: https://www.rfc-editor.org/rfc/rfc3986#section-3.2
        start += url.AsSpan(start, end - start).LastIndexOf('@') + 1;
        var colon = url.AsSpan(start, end - start).LastIndexOf(':');
        return (start, colon < 0 || url.AsSpan(start + colon, end - start - colon).Contains(']') ? -1 : start + colon, end);
    }

    private static string WithoutPort(string url) => Authority(url) is (_, >= 0, _) at ? url[..at.Colon] + url[at.End..] : url;

    private static string WithPort(string url)
    {
        var (_, colon, end) = Authority(url);
        return colon >= 0 ? url : $"{url[..end]}:{(url.StartsWith("https", StringComparison.OrdinalIgnoreCase) ? 443 : 80)}{url[end..]}";
    }

    // What the URL standard encodes in a query and a request target can still hold: https://url.spec.whatwg.org/#query-percent-encode-set
    private static string Normalized(string url)
    {
        var query = url.IndexOf('?', StringComparison.Ordinal);
        return query < 0
            ? url
            : url[..query] + url[query..].Replace("'", "%27").Replace("\"", "%22").Replace("<", "%3C").Replace(">", "%3E");
    }

    private static string WithLegacyQuery(string url)
    {
        var query = url.IndexOf('?', StringComparison.Ordinal);
        if (query < 0 || query == url.Length - 1)
            return url;
        var text = new StringBuilder(url, 0, query, url.Length + 16);
        foreach (var pair in new QueryStringEnumerable(url.AsMemory(query)))
            Escape(Escape(text.Append(text.Length == query ? '?' : '&'), pair.DecodeName().Span).Append('='), pair.DecodeValue().Span);
        return text.ToString();
    }

    private static StringBuilder Escape(StringBuilder text, ReadOnlySpan<char> value)
    {
        Span<byte> bytes = stackalloc byte[4];
        foreach (var rune in value.EnumerateRunes())
        {
            if (rune.IsAscii && LegacyPlain.Contains((char)rune.Value))
                text.Append((char)rune.Value);
            else
                foreach (var octet in bytes[..rune.EncodeToUtf8(bytes)])
                    text.Append('%').Append(octet.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }

        return text;
    }
}
