using System.CommandLine;
using System.Globalization;
using Hotline.Local.Bench;
using Hotline.Local.Loopback;
using Spectre.Console;

namespace Hotline.Local.Cli.Commands;

/// <summary><c>./hotline load</c>: how many new calls a second this machine bears, and what a burst does.</summary>
internal static class LoadCommand
{
    public static Command Build()
    {
        var rates = CheckedOption.Numbers(
            "--rates", "New calls a second, stretch by stretch.", [5, 10, 20, 40, 60, 80, 100, 125, 150, 200, 250, 300], 1, 1000);
        var seconds = CheckedOption.Number("--seconds", "How long each stretch is.", 10);
        var burst = CheckedOption.NumberOrNone(
            "--burst", "New calls a second in the burst, which comes out of nothing [default: 200; with --instances 8 calls and texts].", 1,
            10_000);
        var burstSeconds = CheckedOption.NumberOrNone(
            "--burst-seconds", "How long the burst is [default: 5; with --instances 30].", 1, 10_000);
        var instances = CheckedOption.NumberOrNone(
            "--instances",
            "Measure nothing; see whether a burst survives: the HTTP functions and each queue's function run in N worker processes of their "
            + "own, the sweep in one, dead letters and rarer timers together in one more. Some are killed, one of each group is scaled in; what was "
            + "given must be on the bus, once, and no later than a sweep brings it.",
            2, 8);
        var command = new Command("load", "Measure how many new calls a second the intake worker bears on this machine")
        {
            rates, seconds, burst, burstSeconds, instances,
        };
        command.SetAction((parsed, stop) => parsed.GetValue(instances) is { } many
            ? ScaledLoad.RunAsync(
                many, parsed.GetValue(burst) ?? 8, TimeSpan.FromSeconds(parsed.GetValue(burstSeconds) ?? 30), stop)
            : RunAsync(
                parsed.GetValue(rates)!, TimeSpan.FromSeconds(parsed.GetValue(seconds)),
                parsed.GetValue(burst) ?? 200, TimeSpan.FromSeconds(parsed.GetValue(burstSeconds) ?? 5), stop));
        return command;
    }

    private static async Task<int> RunAsync(int[] rates, TimeSpan lasts, int burst, TimeSpan burstLasts, CancellationToken stop)
    {
        Console.WriteLine("Azurite, the broker and the worker …");
        await using var ground = await Ground.StartAsync(stop);
        await using var app = await Apps.StartOursAsync(ground.Azurite.ConnectionString, ground.Bus, ground.Keys, stop);
        try
        {
            Show(await MeasureAsync(new LoadRun(ground, app), rates, lasts, burst, burstLasts, stop), burstLasts);
            return 0;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw new CommandException("Stopped before the end: nothing is told, and nothing is left behind.");
        }
    }

    // The last one is the burst.
    private static async Task<List<LoadStep>> MeasureAsync(
        LoadRun run, int[] rates, TimeSpan lasts, int burst, TimeSpan burstLasts, CancellationToken stop)
    {
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
        steps.Add(await run.RunAsync(burst, burstLasts, stop));
        return steps;
    }

    private static void Show(List<LoadStep> steps, TimeSpan burstLasts)
    {
        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = 240;
        AnsiConsole.Write(LoadTable.Of(steps));
        Console.WriteLine(Knee(steps[..^1]));
        foreach (var step in steps)
            foreach (var (kind, failures) in new[]
            {
                ("greetings", step.Greetings.Failures), ("transcripts", step.Transcripts.Failures),
                ("retried transcripts", step.Retries.Failures),
            })
                foreach (var (what, times) in failures)
                    Console.WriteLine($"{(step == steps[^1] ? "Burst" : $"{step.Rate} a second")}: {times} of the {kind} got {what}.");
        Console.WriteLine(Burst(steps[^1]));
        Console.WriteLine($"""
            The last row is the burst: {steps[^1].Rate} a second out of nothing, for {burstLasts.TotalSeconds:0} s.
            A call is its first webhook, whose answer a caller waits for; its transcript comes a second later.
            A transcript that is not taken is brought again at once, as often and as long as its callback asks Twilio to.
            From the moment at which each was due; {Environment.ProcessorCount} cores, everything on this machine.
            """);
    }

    private static string Burst(LoadStep step) => string.Create(CultureInfo.InvariantCulture, $"""
        Burst, p99 of the greeting {step.Greetings.At(99):0} ms, less than {LoadStep.Objective:0}: {(step.GreetsInTime ? "met" : "missed")}.
        Burst, transcripts not taken at first {step.Transcripts.Failed}, by a retry {step.Retries.Taken}, never {step.Retries.Lost}: {(step.TakesAll ? "met" : "missed")}.
        """);

    private static string Knee(List<LoadStep> steps)
    {
        var over = steps.FindIndex(step => !step.IsBorne);
        var cores = (over < 0 ? steps[^1] : steps[over]).Cores;
        var used = cores.Values.Sum();
        var where = over switch
        {
            < 0 => $"No knee up to {steps[^1].Rate} new calls a second",
            0 => $"The knee is below {steps[0].Rate} new calls a second",
            _ => $"The knee is between {steps[over - 1].Rate} and {steps[over].Rate} new calls a second",
        };
        return string.Create(CultureInfo.InvariantCulture, $"""
            {where} (p99 of the greeting over {LoadStep.Objective:0} ms, or one that is not answered).
            There {used:0.0} of {Environment.ProcessorCount} cores are used, most by {cores.MaxBy(part => part.Value).Key}.
            """);
    }
}
