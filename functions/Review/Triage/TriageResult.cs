using System.Globalization;
using System.Text;

namespace Hotline.Review.Triage;

/// <summary>
/// In which order a text is read and why. It orders the queue and nothing else: no result hides, closes or refuses a tip.
/// </summary>
/// <param name="Priority">1 imminent, 2 serious, 3 ordinary, 4 low.</param>
/// <param name="Reasons">By offset, then by rule; a rule may have several.</param>
public sealed record TriageResult(int Priority, IReadOnlyList<Reason> Reasons)
{
    /// <summary>The priority of a text in which no rule sees anything.</summary>
    public const int Ordinary = 3;

    /// <summary>Nothing was seen.</summary>
    public static TriageResult None { get; } = new(Ordinary, []);

    /// <summary>
    /// The result of a tip: the most urgent priority of its parts, and each of their rules once, without a place (each part's own result
    /// has that). Ordinary when there are no parts; low only when every part is.
    /// </summary>
    public static TriageResult Combine(IEnumerable<TriageResult> parts)
    {
        var all = parts.ToList();
        if (all.Count == 0)
            return None;
        var rules = all.SelectMany(part => part.Reasons).Select(reason => reason.Rule).Distinct().Order(StringComparer.Ordinal);
        return new TriageResult(all.Min(part => part.Priority), [.. rules.Select(rule => new Reason(rule, 0, 0))]);
    }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">It is no triage result.</exception>
    public static TriageResult Parse(string column)
    {
        var fields = column.Split(' ');
        if (fields[0] is not [>= '1' and <= '4'])
            throw new FormatException("A triage result begins with a priority from 1 to 4.");
        return new TriageResult(fields[0][0] - '0', [.. fields.Skip(1).Select(ParseReason)]);
    }

    /// <summary>One short line for a table's column: <c>2 weapon:10:5 weapon:60:3</c>. It holds no word of the text.</summary>
    public override string ToString()
    {
        var column = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{Priority}");
        foreach (var (rule, start, length) in Reasons)
            column.Append(CultureInfo.InvariantCulture, $" {rule}:{start}:{length}");
        return column.ToString();
    }

    /// <summary>Results with the same priority and the same reasons are equal.</summary>
    public bool Equals(TriageResult? other) => other is not null && Priority == other.Priority && Reasons.SequenceEqual(other.Reasons);

    /// <inheritdoc/>
    public override int GetHashCode() => Reasons.Aggregate(Priority, HashCode.Combine);

    private static Reason ParseReason(string field) =>
        field.Split(':') is [var rule, var start, var length]
        && int.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out var from)
        && int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? new Reason(rule, from, count)
            : throw new FormatException("A reason is a rule, an offset and a length.");
}
