using System.CommandLine;
using System.Text.Json;
using Hotline.Local.Bench;
using Hotline.Local.FunctionsHost;
using Hotline.Local.Loopback;
using Microsoft.Extensions.Logging;

namespace Hotline.Local.Cli.Commands;

/// <summary>
/// <c>./hotline host</c>, which nobody types: the functions host with one app in a process of its own, so that <c>bench</c> and
/// <c>load</c> see what each of the two takes, and the fault tests can kill and halt it. It reads a <see cref="HostOrder"/>, prints the
/// worker's process id, and ends with its input.
/// </summary>
internal static class HostCommand
{
    public static Command Build()
    {
        var command = new Command("host", "Run one function app for bench and load") { Hidden = true };
        command.SetAction((_, stop) => RunAsync(stop));
        return command;
    }

    private static async Task<int> RunAsync(CancellationToken stop)
    {
        var order = JsonSerializer.Deserialize<HostOrder>(await Console.In.ReadLineAsync(stop) ?? "null")
            ?? throw new CommandException("This command is for bench, load and the fault tests, which tell it what to run.");
        using var logs = LoggerFactory.Create(logging => logging
            .SetMinimumLevel(LogLevel.Warning).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
        var options = new FunctionAppOptions
        {
            Name = "intake", AppDirectory = order.App, Port = order.Port, Settings = order.Settings, Instances = order.Instances,
        };
        await using var host = await FunctionAppHost.StartAsync(
            order.MasterKey is { } key ? options with { MasterKey = key } : options, logs, TimeProvider.System, stop);
        Console.WriteLine(host.WorkerProcessId);
        await Console.In.ReadToEndAsync(stop);
        return 0;
    }
}
