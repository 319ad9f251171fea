using System.CommandLine;
using System.Reflection.PortableExecutable;
using Hotline.Local.Bench;
using Hotline.Local.Line;
using Hotline.Local.Loopback;
using Spectre.Console;

namespace Hotline.Local.Cli.Commands;

/// <summary><c>./hotline bench</c>: our intake worker and the plain Node version of the same three webhooks, side by side.</summary>
internal static class BenchCommand
{
    public static Command Build()
    {
        var pairs = CheckedOption.Number("--pairs", "How often both are measured, in alternation.", 7);
        var webhooks = CheckedOption.Number("--webhooks", "How many of each of the three, each time.", 500);
        var rate = CheckedOption.Number("--rate", "Webhooks a second in the part with a fixed rate.", 30);
        var seconds = CheckedOption.Number("--seconds", "How long that part takes.", 10);
        var starts = CheckedOption.Number("--starts", "How often each is started.", 7);
        var command = new Command("bench", "Measure the intake worker beside a plain Node version of the same webhooks")
        {
            pairs, webhooks, rate, seconds, starts,
        };
        command.SetAction((parsed, stop) =>
        {
            int Given(Option<int> option) => parsed.GetValue(option);
            return RunAsync(new Amounts(Given(pairs), Given(webhooks), Given(rate), Given(seconds), Given(starts)), stop);
        });
        return command;
    }

    private static async Task<int> RunAsync(Amounts amounts, CancellationToken stop)
    {
        Console.WriteLine("Azurite and the broker …");
        await using var ground = await Ground.StartAsync(stop);
        var comparison = new Comparison(ground, amounts, said => Console.WriteLine($"{said} …"));
        try
        {
            await comparison.RunAsync(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw new CommandException("Stopped before the end: nothing is told, and nothing is left behind.");
        }

        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = 240;
        AnsiConsole.Write(ComparisonTable.Of(comparison.Ours, comparison.Peers, amounts));
        Console.WriteLine($"""
            {Environment.ProcessorCount} cores, everything on this machine; the function app is {(IsReadyToRun() ? "" : "not ")}compiled ahead (ReadyToRun).
            Aims: half the CPU, half the p99, no slower start, no more memory.
            Each webhook {amounts.Webhooks} times a pair, after {2 * amounts.Webhooks} unmeasured.
            """);
        return 0;
    }

    private static bool IsReadyToRun()
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(Folders.App, "Hotline.Functions.dll")));
        return file.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0;
    }
}
