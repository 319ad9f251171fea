using System.Globalization;

namespace Hotline.Local.Bench;

/// <summary>The middle of some figures.</summary>
internal static class Median
{
    public static double Of(IReadOnlyList<double> figures) => figures.Order().ElementAt(figures.Count / 2);

    /// <summary>The middle, with the least and the most behind it where there are several.</summary>
    /// <param name="figures">One at least.</param>
    /// <param name="format">How each is written.</param>
    public static string Text(IReadOnlyList<double> figures, string format)
    {
        string Written(double figure) => figure.ToString(format, CultureInfo.InvariantCulture);
        return figures.Count > 1
            ? $"{Written(Of(figures))} ({Written(figures.Min())} to {Written(figures.Max())})"
            : Written(figures[0]);
    }
}
