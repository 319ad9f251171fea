using System.CommandLine;
using Hotline.Local;
using Hotline.Local.Commands;

var root = new RootCommand("The tip hotline on this machine. Without a command: run.")
{
    RunCommand.Build(), CallCommand.Build(), TextCommand.Build(), ReportCommand.Build(), QueueCommand.Build(), CallsCommand.Build(),
    LineCommand.Build(), DemoCommand.Build(), AuditCommand.Build(), RebuildCommand.Build(), KeysCommand.Build(),
    BenchCommand.Build(), LoadCommand.Build(), HostCommand.Build(), BrokerCommand.Build(),
};
try
{
    var arguments = args.Length == 0 || (args[0].StartsWith('-')
        && args[0] is not ("--help" or "-h" or "-?" or "--version")) ? ["run", .. args] : args;
    return await root.Parse(arguments).InvokeAsync(
        new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromSeconds(60) });
}
catch (CommandException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
catch (Exception e) when (Refusals.Of(e) is { } sentence)
{
    await Console.Error.WriteLineAsync(sentence);
    return 1;
}
