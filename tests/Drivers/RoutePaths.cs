using System.Text.RegularExpressions;

namespace Hotline.Tests.Drivers;

/// <summary>Addresses that fit a route.</summary>
internal static partial class RoutePaths
{
    /// <summary>One for each word that the route lists; whatever else it takes is a word of ours.</summary>
    public static IEnumerable<string> Of(string route) =>
        Listed().Match(route) is { Success: true } listed
            ? listed.Groups[1].Value.Split('|').SelectMany(word => Of(route.Replace(listed.Value, word, StringComparison.Ordinal)))
            : [route.Replace('{', 'a').Replace('}', 'a')];

    [GeneratedRegex(@"\{\w+:regex\(\^\(([\w|]+)\)\$\)\}")]
    private static partial Regex Listed();
}
