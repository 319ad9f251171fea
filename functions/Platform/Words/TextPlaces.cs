using System.Text.RegularExpressions;

namespace Hotline.Platform.Words;

/// <summary>Named places in a text, such as {code}, that are filled when it is said.</summary>
public static partial class TextPlaces
{
    /// <summary>The text with one place filled.</summary>
    public static string With(this string text, string place, string value) =>
        text.Replace($"{{{place}}}", value, StringComparison.Ordinal);

    /// <summary>The names of its places. Anything in braces is one.</summary>
    internal static IEnumerable<string> In(string text) => Braces().Matches(text).Select(found => found.Groups[1].Value);

    [GeneratedRegex(@"\{([^{}]*)\}|[{}]")]
    private static partial Regex Braces();
}
