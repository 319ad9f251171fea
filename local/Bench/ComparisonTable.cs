using System.Globalization;
using Spectre.Console;

namespace Hotline.Local.Bench;

/// <summary>
/// Prints a comparison, a row a figure: each app's median, least and most, and beside each aim the median of the rounds' ratios.
/// </summary>
internal sealed class ComparisonTable
{
    private static readonly (Step Step, string Name)[] Names =
        [(Step.Call, "a call"), (Step.Transcript, "a transcript"), (Step.Text, "a text")];

    private readonly IReadOnlyDictionary<Contender, Figures> figures;
    private readonly Table table = new Table().Border(TableBorder.Rounded)
        .AddColumns(["Median (least to most)", .. Contenders.All.Select(contender => contender.Name()), "Ratios and aims"]);

    private ComparisonTable(IReadOnlyDictionary<Contender, Figures> figures) => this.figures = figures;

    /// <summary>The table.</summary>
    /// <param name="figures">What was measured.</param>
    /// <param name="amounts">How much was asked.</param>
    public static Table Of(IReadOnlyDictionary<Contender, Figures> figures, Amounts amounts)
    {
        var made = new ComparisonTable(figures);
        made.AddCpu(amounts);
        made.AddLatencies(amounts);
        made.Add("Start to the first TwiML, ms", one => one.Start, "0", new Aim(Contender.EmptyWorker, 1.25));
        made.Add("Peak memory, MB", one => one.Memory, "0", new Aim(null, 200));
        made.Add("Peak memory without receipts, MB", one => one.MemoryWithoutReceipts, "0", new Aim(Contender.EmptyWorker, 1.5));
        made.AddCounts();
        return made.table;
    }

    private void AddCpu(Amounts amounts)
    {
        foreach (var (step, name) in Names)
            Add($"CPU, {name}, ms", one => one.Cpu[step], "0.00");
        Add("CPU, mean of the three, ms", one => one.MeanCpu, "0.00");
        Add($"CPU, the three in turn, {amounts.Rate} a second, ms", one => one.CpuAtRate, "0.00",
            new Aim(Contender.PlainNode, 0.7), new Aim(Contender.PlainCSharp, 1.3), new Aim(Contender.TemplatePublish, 0.8));
    }

    private void AddLatencies(Amounts amounts)
    {
        foreach (var (step, name) in Names)
            foreach (var percentile in new[] { 50, 99 })
                Add($"p{percentile}, {name}, {Amounts.Connections} connections, ms", one => At(one.Busy[step], percentile), "0.0",
                    SomebodyWaits(step) && percentile == 99 ? [new Aim(Contender.PlainNode, 1)] : []);
        foreach (var (step, name) in Names)
            foreach (var percentile in new[] { 50, 99 })
                Add($"p{percentile}, {name}, {amounts.Rate} a second, ms", one => At(one.AtRate[step], percentile), "0.0",
                    SomebodyWaits(step) ? [new Aim(Contender.PlainNode, 1), new Aim(Contender.PlainCSharp, 1.3)] : []);
    }

    private void AddCounts()
    {
        foreach (var (step, name) in Names)
            AddRow($"Storage requests + messages, {name}", one => Text(one.Requests[step]));
        AddRow("The local functions host's own CPU, ms", one => one.HostCpu.Sum() > 0 ? Median.Text(one.HostCpu, "0.00") : "");
        AddRow("CPU, a first text with its receipt made, ms", one => one.Receipt.Count > 0 ? Median.Text(one.Receipt, "0") : "");
        AddRow("Not answered well", one => Text(one.Failed));
    }

    private void Add(string name, Func<Figures, IReadOnlyList<double>> figureOf, string format, params Aim[] aims) => AddRow(
        name, one => Median.Text(figureOf(one), format),
        aims.Select(aim => aim.Judge(figureOf(figures[Contender.Hotline]), peer => figureOf(figures[peer]))));

    private void AddRow(string name, Func<Figures, string> cellOf, params IEnumerable<string> judgements) =>
        table.AddRow([name, .. Contenders.All.Select(contender => cellOf(figures[contender])), string.Join('\n', judgements)]);

    // A caller or somebody who texts; Twilio brings a transcript by itself.
    private static bool SomebodyWaits(Step step) => step != Step.Transcript;

    // Where nothing was answered, no time is short enough.
    private static List<double> At(IEnumerable<Latencies> rounds, double percentile) =>
        [.. rounds.Select(latencies => latencies.Answered > 0 ? latencies.At(percentile) : double.PositiveInfinity)];

    private static string Text((int Storage, int Bus) requests) => $"{Text(requests.Storage)} + {Text(requests.Bus)}";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
