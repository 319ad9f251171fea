using System.Globalization;
using Spectre.Console;

namespace Hotline.Local.Bench;

/// <summary>Prints a comparison: medians, least and most, and the median of the pairs' ratios, ours to the plain version's.</summary>
internal static class ComparisonTable
{
    public static Table Of(Figures ours, Figures peers, Amounts amounts)
    {
        var table = new Table().Border(TableBorder.Rounded)
            .AddColumns("Median (least to most)", ours.App, peers.App, "Ratio", "Aim");
        foreach (var (step, name) in Names)
            Add(table, $"CPU, {name}, ms", ours.Cpu[step], peers.Cpu[step], "0.00");
        Add(table, "CPU, mean of the three, ms", ours.MeanCpu, peers.MeanCpu, "0.00", 0.5);
        Add(table, $"CPU, the three in turn, {amounts.Rate} a second, ms", ours.CpuAtRate, peers.CpuAtRate, "0.00", 0.5);
        foreach (var (step, name) in Names)
            foreach (var percentile in new[] { 50, 99 })
                Add(table, $"p{percentile}, {name}, {Amounts.Connections} connections, ms",
                    At(ours.Busy[step], percentile), At(peers.Busy[step], percentile), "0.0", percentile == 99 ? 0.5 : null);
        foreach (var percentile in new[] { 50, 99 })
            Add(table, $"p{percentile}, the three in turn, {amounts.Rate} a second, ms",
                At(ours.AtRate, percentile), At(peers.AtRate, percentile), "0.0", percentile == 99 ? 0.5 : null);
        Add(table, "Start to the first TwiML, ms", ours.Start, peers.Start, "0", 1);
        Add(table, "Peak memory, MB", ours.Memory, peers.Memory, "0", 1);
        foreach (var (step, name) in Names)
            table.AddRow(
                $"Storage requests + messages, {name}", Text(ours.Requests[step]), Text(peers.Requests[step]), "", "");
        table.AddRow("The local functions host's own CPU, ms", Text(ours.HostCpu, "0.00"), "", "", "");
        table.AddRow("CPU, a first text with its receipt made, ms", Text(ours.Receipt, "0"), "", "", "");
        table.AddRow("Not answered well", Text(ours.Failed), Text(peers.Failed), "", "");
        return table;
    }

    private static IEnumerable<(Step Step, string Name)> Names =>
        [(Step.Call, "a call"), (Step.Transcript, "a transcript"), (Step.Text, "a text")];

    private static void Add(
        Table table, string name, IReadOnlyList<double> ours, IReadOnlyList<double> peers, string format, double? aim = null)
    {
        var ratios = ours.Zip(peers, (mine, other) => mine / other).ToList();
        var ratio = Middle(ratios);
        var word = aim is { } most ? $"{most.ToString("0.#", CultureInfo.InvariantCulture)}: {(ratio <= most ? "reached" : "missed")}" : "";
        table.AddRow(name, Text(ours, format), Text(peers, format), Text(ratios, "0.00"), word);
    }

    private static List<double> At(IEnumerable<Latencies> pairs, double percentile) =>
        [.. pairs.Select(latencies => latencies.At(percentile))];

    private static string Text((int Storage, int Bus) requests) => $"{Text(requests.Storage)} + {Text(requests.Bus)}";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(IReadOnlyList<double> figures, string format)
    {
        string Written(double figure) => figure.ToString(format, CultureInfo.InvariantCulture);
        return figures.Count > 1
            ? $"{Written(Middle(figures))} ({Written(figures.Min())} to {Written(figures.Max())})"
            : Written(figures[0]);
    }

    private static double Middle(IReadOnlyList<double> figures) => figures.Order().ElementAt(figures.Count / 2);
}
