using System.Collections.Concurrent;
using System.Globalization;
using Hotline.Local.FunctionsHost.Rpc;
using Microsoft.Extensions.Logging;

namespace Hotline.Local.FunctionsHost;

/// <summary>Passes a worker's log entries on with their category, level, event and exception.</summary>
internal sealed class WorkerLog(ILoggerFactory logs)
{
    private readonly ConcurrentDictionary<string, ILogger> loggers = new();

    /// <summary>Passes one entry on.</summary>
    public void Write(RpcLog entry)
    {
        var id = int.TryParse(entry.EventId, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new EventId(number)
            : new EventId(0, entry.EventId);
        loggers.GetOrAdd(entry.Category, logs.CreateLogger).Log(
            (LogLevel)entry.Level,
            id,
            entry.Message,
            entry.Exception is { } thrown ? new WorkerException(thrown) : null,
            static (message, _) => message);
    }

    // What was thrown there, as the worker wrote it: type, message and stack of each inner exception.
    private sealed class WorkerException(RpcException thrown) : Exception(thrown.Message)
    {
        public override string ToString() => Message;
    }
}
