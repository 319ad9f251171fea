using System.CommandLine;
using System.Reflection.PortableExecutable;
using Hotline.Local.Bench;
using Hotline.Local.Loopback;
using Spectre.Console;

namespace Hotline.Local.Cli.Commands;

/// <summary><c>./hotline bench</c>: our intake worker and the plain versions of the same three webhooks, side by side.</summary>
internal static class BenchCommand
{
    public static Command Build()
    {
        var pairs = CheckedOption.Number("--pairs", "How often each is measured, in turn.", 9);
        var webhooks = CheckedOption.Number("--webhooks", "How many of each of the three, each time.", 500);
        var rate = CheckedOption.Number("--rate", "Webhooks a second in the part with a fixed rate.", 30);
        var seconds = CheckedOption.Number("--seconds", "How long that part takes.", 20);
        var starts = CheckedOption.Number("--starts", "How often each is started.", 9);
        var command = new Command("bench", "Measure the intake worker beside plain versions of the same webhooks")
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
            AnsiConsole.Profile.Width = 280;
        AnsiConsole.Write(ComparisonTable.Of(comparison.Figures, amounts));
        Console.WriteLine($"""
            {Environment.ProcessorCount} cores, everything on this machine; compiled ahead (ReadyToRun): {CompiledAhead()}.
            Ratios are of the same round, or of the start with the same number: their median decides whether an aim is met.
            Each webhook {amounts.Webhooks} times a round, after {2 * amounts.Webhooks} unmeasured.
            """);
        return 0;
    }

    private static string CompiledAhead() => string.Join(
        ", ", Contenders.All.Where(contender => Apps.Assembly(contender) is { } assembly && IsReadyToRun(assembly)).Select(one => one.Name()));

    private static bool IsReadyToRun(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        return file.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0;
    }
}
