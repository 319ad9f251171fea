using System.Globalization;
using Spectre.Console;

namespace Hotline.Local.Bench;

/// <summary>Prints what stretches of calls gave.</summary>
internal static class LoadTable
{
    public static Table Of(IReadOnlyList<LoadStep> steps)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns(
        [
            "Calls/s", "Calls", "p50 ms", "p99 ms", "p99.9 ms", "Most ms", "Not greeted", "Transcript p99 ms", "Not taken at first",
            "Taken by a retry", "Never taken", "Then busy s",
            .. steps[0].Cores.Keys.Select(part => $"{part}, cores"),
        ]);
        foreach (var step in steps)
            table.AddRow(
            [
                Text(step.Rate), Text(step.Greetings.Answered), Text(step.Greetings.At(50)), Text(step.Greetings.At(99)),
                Text(step.Greetings.At(99.9)), Text(step.Greetings.Most), Text(step.Greetings.Failed), Text(step.Transcripts.At(99)),
                Text(step.Transcripts.Failed), Text(step.Retries.Taken), Text(step.Retries.Lost), Text(step.Behind.TotalSeconds),
                .. step.Cores.Values.Select(cores => cores.ToString("0.00", CultureInfo.InvariantCulture)),
            ]);
        return table;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(double number) => number.ToString("0.0", CultureInfo.InvariantCulture);
}
