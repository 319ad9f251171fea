using System.Diagnostics.CodeAnalysis;

namespace Hotline.Local.Lines;

/// <summary>What is asked of a number's addresses.</summary>
internal static class Addresses
{
    /// <summary>Whether there is one: Twilio writes an empty text for none.</summary>
    public static bool IsSet([NotNullWhen(true)] this Uri? url) => url is { OriginalString.Length: > 0 };

    /// <summary>Whether nobody on the way reads it: https, or this machine.</summary>
    public static bool IsSafe(this Uri url) => url.IsAbsoluteUri
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback));
}
