using System.Globalization;
using Hotline.Review.Triage;

namespace Hotline.Tests.Review.Triage;

/// <summary>How often a rule was right, and how much it saw.</summary>
internal sealed record Figures(string Rule, int Right, int Wrong, int Missed)
{
    public double Precision => Right + Wrong == 0 ? 1 : (double)Right / (Right + Wrong);

    public double Recall => Right + Missed == 0 ? 1 : (double)Right / (Right + Missed);

    public string Row => $"| {Rule} | {Right} | {Wrong} | {Missed} | {Share(Right + Wrong, Precision)} | {Share(Right + Missed, Recall)} |";

    /// <summary>Per rule that raises; then whether a statement was raised at all, and whether it was raised to 1.</summary>
    public static IReadOnlyList<Figures> Of(IReadOnlyList<Statement> statements)
    {
        var raising = TriageRules.BuiltIn.Rules.Where(rule => rule.Priority < TriageResult.Ordinary).ToList();
        var urgent = raising.Where(rule => rule.Priority == 1).Select(rule => rule.Id).ToHashSet();
        var read = statements.Select(statement => (
            statement.Expected,
            Seen: TriageRules.BuiltIn.Read(statement.Text).Reasons.Select(reason => reason.Rule).ToHashSet())).ToList();
        return
        [
            .. raising.Select(rule => Count(rule.Id, read, rules => rules.Contains(rule.Id))),
            Count("**raised at all**", read, rules => rules.Overlaps(raising.Select(rule => rule.Id))),
            Count("**raised to 1**", read, rules => rules.Overlaps(urgent)),
        ];
    }

    private static string Share(int of, double share) => of == 0 ? "–" : share.ToString("0.00", CultureInfo.InvariantCulture);

    private static Figures Count(
        string name, List<(IReadOnlySet<string> Expected, HashSet<string> Seen)> read, Func<IReadOnlySet<string>, bool> holds) =>
        new(name,
            read.Count(one => holds(one.Expected) && holds(one.Seen)),
            read.Count(one => !holds(one.Expected) && holds(one.Seen)),
            read.Count(one => holds(one.Expected) && !holds(one.Seen)));
}
