using System.CommandLine;
using Hotline.Local.Line;
using Hotline.Local.ServiceBus;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Local.Cli.Commands;

/// <summary>
/// <c>./hotline broker</c>, which nobody types: the Service Bus stand-in in a process of its own, so that the fault tests can kill and halt
/// it. It prints its connection string, and ends with its input.
/// </summary>
internal static class BrokerCommand
{
    public static Command Build()
    {
        var port = CheckedOption.Number("--port", "Its port.", 0, max: 65_535);
        port.Required = true;
        var data = new Option<string>("--data") { Description = "The file that holds its messages.", Required = true };
        var command = new Command("broker", "Run the Service Bus stand-in for the fault tests") { port, data };
        command.Hidden = true;
        command.SetAction((parsed, stop) => RunAsync(
            new BrokerOptions { Port = parsed.GetValue(port), DataFile = parsed.GetValue(data)!, Queues = LocalHotline.Queues }, stop));
        return command;
    }

    private static async Task<int> RunAsync(BrokerOptions options, CancellationToken stop)
    {
        await using var broker = await ServiceBusBroker.StartAsync(options, NullLoggerFactory.Instance, TimeProvider.System);
        Console.WriteLine(broker.ConnectionString);
        await Console.In.ReadToEndAsync(stop);
        return 0;
    }
}
