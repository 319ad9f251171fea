using System.Diagnostics.CodeAnalysis;

namespace Hotline.Local.Cli.Lines;

/// <summary>What is asked of a number's addresses.</summary>
internal static class Addresses
{
    /// <summary>Whether there is one: Twilio writes an empty text for none.</summary>
    public static bool IsSet([NotNullWhen(true)] this Uri? url) => url is { OriginalString.Length: > 0 };
}
