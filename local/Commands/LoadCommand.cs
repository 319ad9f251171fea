using System.CommandLine;
using System.Globalization;
using Hotline.Local.Bench;
using Spectre.Console;

namespace Hotline.Local.Commands;

/// <summary><c>./hotline load</c>: how many new calls a second this machine bears, and what a burst does.</summary>
internal static class LoadCommand
{
    /// <summary>The command.</summary>
    public static Command Build()
    {
        var rates = new Option<int[]>("--rates")
        {
            Description = "New calls a second, stretch by stretch.",
            DefaultValueFactory = _ => [5, 10, 20, 30, 40, 50, 60, 80, 100],
            AllowMultipleArgumentsPerToken = true,
        };
        var seconds = new Option<int>("--seconds") { Description = "How long each stretch is.", DefaultValueFactory = _ => 10 };
        var burst = new Option<int>("--burst") { Description = "New calls a second in the burst, which comes out of nothing.", DefaultValueFactory = _ => 200 };
        var burstSeconds = new Option<int>("--burst-seconds") { Description = "How long the burst is.", DefaultValueFactory = _ => 5 };
        rates.Validators.Add(given =>
        {
            if (given.GetValueOrDefault<int[]>() is not { Length: > 0 } read || read.Any(rate => rate is < 1 or > 1000))
                given.AddError("Give --rates as numbers from 1 to 1000.");
        });
        foreach (var option in new[] { seconds, burst, burstSeconds })
            option.Validators.Add(given =>
            {
                if (given.GetValueOrDefault<int>() is < 1 or > 1000)
                    given.AddError($"Give {option.Name} a number from 1 to 1000.");
            });
        var command = new Command("load", "Measure how many new calls a second the intake worker bears on this machine") { rates, seconds, burst, burstSeconds };
        command.SetAction((parsed, stop) => RunAsync(
            parsed.GetValue(rates)!, TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(burst), TimeSpan.FromSeconds(parsed.GetValue(burstSeconds)), stop));
        return command;
    }

    private static async Task<int> RunAsync(int[] rates, TimeSpan lasts, int burst, TimeSpan burstLasts, CancellationToken stop)
    {
        Console.WriteLine("Azurite, the broker and the worker …");
        await using var ground = await Ground.StartAsync(stop);
        await using var app = await Apps.StartOursAsync(ground.Azurite.ConnectionString, ground.Bus, ground.Keys, stop);
        var run = new LoadRun(ground, app);
        Console.WriteLine("Warming up, and the first receipts …");
        await run.WarmAsync(Math.Min(500, rates[^1] * (int)lasts.TotalSeconds), stop);
        var steps = new List<LoadStep>();
        foreach (var rate in rates)
        {
            Console.WriteLine($"{rate} new calls a second …");
            steps.Add(await run.RunAsync(rate, lasts, stop));
            // Beyond the knee a queue grows as long as one lets it.
            if (steps.Count > 1 && steps.TakeLast(2).All(step => !step.IsBorne))
                break;
        }

        Console.WriteLine($"A burst of {burst} new calls a second …");
        var burstStep = await run.RunAsync(burst, burstLasts, stop);
        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = 240;
        AnsiConsole.Write(LoadTable.Of([.. steps, burstStep]));
        Console.WriteLine(Knee(steps));
        Console.WriteLine($"""
            The last row is the burst: {burst} a second out of nothing, for {burstLasts.TotalSeconds:0} s. A call is its first webhook, whose answer a caller waits for; its transcript comes a second later.
            From the moment at which each was due; {Environment.ProcessorCount} cores, everything on this machine.
            """);
        return 0;
    }

    private static string Knee(List<LoadStep> steps)
    {
        var over = steps.FindIndex(step => !step.IsBorne);
        var cores = (over < 0 ? steps[^1] : steps[over]).Cores;
        var used = cores.Values.Sum();
        return (over switch
        {
            < 0 => $"No knee up to {steps[^1].Rate} new calls a second",
            0 => $"The knee is below {steps[0].Rate} new calls a second",
            _ => $"The knee is between {steps[over - 1].Rate} and {steps[over].Rate} new calls a second",
        }) + string.Create(CultureInfo.InvariantCulture, $" (p99 of the greeting over {LoadStep.Objective:0} ms, or one in vain): there {used:0.0} of {Environment.ProcessorCount} cores are used, most by {cores.MaxBy(part => part.Value).Key}.");
    }
}
