using System.CommandLine;
using System.Reflection.PortableExecutable;
using Hotline.Local.Bench;
using Spectre.Console;

namespace Hotline.Local.Commands;

/// <summary><c>./hotline bench</c>: our intake worker and the plain Node version of the same three webhooks, side by side.</summary>
internal static class BenchCommand
{
    /// <summary>The command.</summary>
    public static Command Build()
    {
        var pairs = new Option<int>("--pairs") { Description = "How often both are measured, in alternation.", DefaultValueFactory = _ => 7 };
        var webhooks = new Option<int>("--webhooks") { Description = "How many of each of the three, each time.", DefaultValueFactory = _ => 500 };
        var rate = new Option<int>("--rate") { Description = "Webhooks a second in the part with a fixed rate.", DefaultValueFactory = _ => 30 };
        var seconds = new Option<int>("--seconds") { Description = "How long that part takes.", DefaultValueFactory = _ => 10 };
        var starts = new Option<int>("--starts") { Description = "How often each is started.", DefaultValueFactory = _ => 7 };
        foreach (var option in new[] { pairs, webhooks, rate, seconds, starts })
            option.Validators.Add(given =>
            {
                if (given.GetValueOrDefault<int>() is < 1 or > 10_000)
                    given.AddError($"Give {option.Name} a number from 1 to 10000.");
            });
        var command = new Command("bench", "Measure the intake worker beside a plain Node version of the same webhooks") { pairs, webhooks, rate, seconds, starts };
        command.SetAction((parsed, stop) => RunAsync(
            new Amounts(parsed.GetValue(pairs), parsed.GetValue(webhooks), parsed.GetValue(rate), parsed.GetValue(seconds), parsed.GetValue(starts)), stop));
        return command;
    }

    private static async Task<int> RunAsync(Amounts amounts, CancellationToken stop)
    {
        Console.WriteLine("Azurite and the broker …");
        await using var ground = await Ground.StartAsync(stop);
        var comparison = new Comparison(ground, amounts, said => Console.WriteLine($"{said} …"));
        await comparison.RunAsync(stop);
        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = 240;
        AnsiConsole.Write(ComparisonTable.Of(comparison.Ours, comparison.Peers, amounts));
        Console.WriteLine($"""
            {Environment.ProcessorCount} cores, everything on this machine; the function app is {(IsReadyToRun() ? "" : "not ")}compiled ahead (ReadyToRun).
            Aims: half the CPU, half the p99, no slower start, no more memory. Each webhook {amounts.Webhooks} times a pair, after {2 * amounts.Webhooks} unmeasured.
            """);
        return 0;
    }

    private static bool IsReadyToRun()
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(Folders.App, "Hotline.Functions.dll")));
        return file.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0;
    }
}
