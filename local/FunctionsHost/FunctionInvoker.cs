using Hotline.Local.FunctionsHost.Rpc;
using Microsoft.Extensions.Logging;

namespace Hotline.Local.FunctionsHost;

/// <summary>Runs what timers and queues start: on the next worker where there is none.</summary>
internal sealed partial class FunctionInvoker(string app, WorkerSupervisor workers, ILogger<FunctionInvoker> log)
{
    /// <inheritdoc cref="Invoke"/>
    public async Task<bool> InvokeAsync(string function, InvocationRequest invocation, CancellationToken stop)
    {
        var worker = await workers.NextAsync(stop);
        try
        {
            var status = await worker.InvokeAsync(function, invocation, CancellationToken.None);
            if (status == StatusResult.Types.Status.Success)
                return true;
            LogEnded(app, function, invocation.InvocationId, status);
        }
        catch (WorkerLostException)
        {
            LogLost(app, function, invocation.InvocationId);
        }
        return false;
    }

    // The worker has logged what was thrown.
    [LoggerMessage(421, LogLevel.Warning, "{App}: {Function}, invocation {Invocation}, ended as {Status}")]
    private partial void LogEnded(string app, string function, string invocation, StatusResult.Types.Status status);

    [LoggerMessage(422, LogLevel.Warning, "{App}: {Function}, invocation {Invocation}, ended with its worker")]
    private partial void LogLost(string app, string function, string invocation);
}
