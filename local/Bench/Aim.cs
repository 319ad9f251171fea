using System.Globalization;

namespace Hotline.Local.Bench;

/// <summary>What one of our figures must not exceed: a peer's figure of the same round, so many times, or a number.</summary>
/// <param name="Peer">Whose figure; null: the most is a number in the row's unit.</param>
/// <param name="Most">The most that it may be.</param>
internal sealed record Aim(Contender? Peer, double Most)
{
    /// <summary>Says what came of it.</summary>
    /// <param name="ours">Our figures, one a round.</param>
    /// <param name="figuresOf">Those of a peer.</param>
    public string Judge(IReadOnlyList<double> ours, Func<Contender, IReadOnlyList<double>> figuresOf)
    {
        var most = Most.ToString("0.##", CultureInfo.InvariantCulture);
        if (Peer is not { } peer)
            return $"at most {most}: {Word(Median.Of(ours))}";
        var ratios = ours.Zip(figuresOf(peer), (mine, other) => mine / other).ToList();
        return $"{Median.Text(ratios, "0.00")} × {peer.Name()}, at most {most}: {Word(Median.Of(ratios))}";
    }

    // A ratio to nothing is no number, and misses.
    private string Word(double figure) => figure <= Most ? "met" : "missed";
}
