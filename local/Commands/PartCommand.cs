using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Json;
using Hotline.Local.Broker;
using Hotline.Local.Host;
using Microsoft.Extensions.Logging;

namespace Hotline.Local.Commands;

/// <summary>
/// <c>part broker</c>, <c>part app</c>: one part of the line as a process of its own, so that the fault tests can kill and halt it. It prints
/// <c>ready</c> and where it is.
/// </summary>
internal static class PartCommand
{
    /// <summary>The command; it is not shown in the help.</summary>
    public static Command Build()
    {
        var port = new Option<int>("--port") { Description = "Its port.", Required = true };
        var data = new Option<string>("--data") { Description = "The broker's file.", Required = true };
        var broker = new Command("broker", "The Service Bus stand-in") { port, data };
        broker.SetAction((parsed, stop) => RunAsync(async logs =>
        {
            var started = await ServiceBusBroker.StartAsync(
                new BrokerOptions { Port = parsed.GetValue(port), DataFile = parsed.GetValue(data)!, Queues = LocalHotline.Queues }, logs, TimeProvider.System);
            return (started, started.ConnectionString);
        }));

        var name = new Option<string>("--name") { Description = "What its logs call it.", Required = true };
        var app = new Option<string>("--app") { Description = "The folder of the published app.", Required = true };
        var settings = new Option<string>("--settings") { Description = "A JSON file of app settings.", Required = true };
        var host = new Command("app", "A function app under the local host") { name, app, port, settings };
        host.SetAction((parsed, stop) => RunAsync(async logs =>
        {
            var options = new FunctionAppOptions
            {
                Name = parsed.GetValue(name)!,
                AppDirectory = parsed.GetValue(app)!,
                Port = parsed.GetValue(port),
                Settings = JsonSerializer.Deserialize<Dictionary<string, string>>(await File.ReadAllTextAsync(parsed.GetValue(settings)!, stop))!,
            };
            var started = await FunctionAppHost.StartAsync(options, logs, TimeProvider.System, stop);
            return (started, started.Url.ToString());
        }));
        return new Command("part", "One part of the line, for the fault tests") { broker, host }.Hide();
    }

    private static Command Hide(this Command command)
    {
        command.Hidden = true;
        return command;
    }

    private static async Task<int> RunAsync(Func<ILoggerFactory, Task<(IAsyncDisposable Part, string Address)>> startAsync)
    {
        using var logs = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole(console => console.SingleLine = true));
        var ended = new TaskCompletionSource();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            ended.TrySetResult();
        });
        var (part, address) = await startAsync(logs);
        await using (part)
        {
            Console.WriteLine($"ready {address}");
            await ended.Task;
        }

        return 0;
    }
}
