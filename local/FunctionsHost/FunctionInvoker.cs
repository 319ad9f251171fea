using Hotline.Local.FunctionsHost.Rpc;
using Microsoft.Extensions.Logging;

namespace Hotline.Local.FunctionsHost;

/// <summary>Runs what timers and queues start: on the next worker where there is none.</summary>
internal sealed partial class FunctionInvoker(
    FunctionAppOptions options, WorkerSupervisor workers, TimeProvider time, ILogger<FunctionInvoker> log)
{
    private readonly string app = options.Name;

    /// <inheritdoc cref="Invoke"/>
    public async Task<bool> InvokeAsync(string function, InvocationRequest invocation, CancellationToken stop)
    {
        var worker = await workers.NextAsync(stop);
        var began = time.GetUtcNow();
        try
        {
            var status = await worker.InvokeAsync(function, invocation, CancellationToken.None);
            if (status == StatusResult.Types.Status.Success)
            {
                options.Ran?.Invoke(FunctionRun.Of(function, invocation, began, time.GetUtcNow()));
                return true;
            }

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
