using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Hotline.Platform.Http;

/// <summary>Stands before HTTP functions that no gate guards: none of them answers.</summary>
public sealed class RefuseUngated : IFunctionsWorkerMiddleware
{
    /// <inheritdoc/>
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        context.GetInvocationResult().Value = Results.Text("No gate guards this route.\n", "text/plain", statusCode: 403);
        return Task.CompletedTask;
    }
}
