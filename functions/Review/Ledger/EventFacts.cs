using System.Text.Encodings.Web;

namespace Hotline.Review.Ledger;

/// <summary>
/// Keeps an event within its column (32,768 characters), whatever a reporter sent: a list is cut at an item, any other fact that is too
/// long is left out, and <see cref="CutName"/> names both. An event that can't be stored would keep its part from being accepted.
/// </summary>
internal static class EventFacts
{
    /// <summary>The fact that names those that were cut or left out.</summary>
    public const string CutName = "cut";

    // As JSON writes them, where a letter outside of ASCII has six characters: the facts of any act come to less than a column.
    private const int MaxList = 6_000;
    private const int MaxFact = 2_100;

    /// <summary>The facts that are lists, and what separates their items.</summary>
    public static IReadOnlyDictionary<string, char> Lists { get; } = new Dictionary<string, char>(StringComparer.Ordinal)
    {
        [FactNames.Reasons] = ';', [FactNames.Similar] = ';', [FactNames.Lowered] = ',', [FactNames.Tags] = ',',
    };

    /// <summary>The facts as an event takes them; those without a value are left out.</summary>
    public static SortedDictionary<string, string> Of(IEnumerable<(string Name, string? Value)> facts)
    {
        var kept = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var cut = new List<string>();
        foreach (var (name, value) in facts)
        {
            if (value is null)
                continue;
            var fits = Lists.TryGetValue(name, out var separator) ? CutAtItem(value, separator) : Size(value) <= MaxFact ? value : null;
            if (fits != value)
                cut.Add(name);
            if (fits is not null)
                kept[name] = fits;
        }

        if (cut.Count > 0)
            kept[CutName] = string.Join(',', cut);
        return kept;
    }

    private static string? CutAtItem(string list, char separator)
    {
        if (Size(list) <= MaxList)
            return list;
        var (size, end) = (0, 0);
        for (var at = 0; at < list.Length;)
        {
            var next = list.IndexOf(separator, at) is >= 0 and var found ? found : list.Length;
            size += Size(list[at..next]) + 6;
            if (size > MaxList)
                break;
            (end, at) = (next, next + 1);
        }

        return end == 0 ? null : list[..end];
    }

    private static int Size(string value) => JavaScriptEncoder.Default.Encode(value).Length;
}
