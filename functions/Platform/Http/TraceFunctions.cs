using System.Diagnostics;
using Hotline.Platform.Messaging;
using Hotline.Platform.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace Hotline.Platform.Http;

/// <summary>
/// The outermost middleware where telemetry is exported: a span for each request, named by its route and never by its address, and for each
/// firing of a timer. The work on a message begins its own (<see cref="QueueRun"/>).
/// </summary>
public sealed class TraceFunctions(TimeProvider time) : IFunctionsWorkerMiddleware
{
    /// <inheritdoc/>
    public Task Invoke(FunctionContext context, FunctionExecutionDelegate next) =>
        context.GetHttpContext() is { } http ? AnswerAsync(context, http, next) : WorkAsync(context, next);

    private async Task AnswerAsync(FunctionContext context, HttpContext http, FunctionExecutionDelegate next)
    {
        var (function, started) = (context.FunctionDefinition.Name, time.GetTimestamp());
        var route = $"/{FunctionRoutes.Of(function)}";
        var method = http.Request.Method;
        var span = Tracing.Start($"{method} {route}", ActivityKind.Server, context.TraceContext.TraceParent)?
            .SetTag("http.request.method", method).SetTag("http.route", route).SetTag("faas.trigger", "http")
            .SetTag(Metrics.Function, function);
        // Pages are written behind the function; until then nobody knows what was answered.
        http.Response.OnCompleted(() =>
        {
            if (FunctionRoutes.IsUnder(context, "twilio"))
                Metrics.Answered(function, http.Response.StatusCode, time.GetElapsedTime(started));
            if (http.Response.StatusCode >= 500)
                span?.SetStatus(ActivityStatusCode.Error);
            span?.SetTag(Metrics.Status, http.Response.StatusCode).Stop();
            return Task.CompletedTask;
        });
        await next(context);
    }

    private static async Task WorkAsync(FunctionContext context, FunctionExecutionDelegate next)
    {
        using var span = FunctionRoutes.IsTimer(context)
            ? Tracing.Start(context.FunctionDefinition.Name, ActivityKind.Internal, context.TraceContext.TraceParent)?
                .SetTag("faas.trigger", "timer").SetTag(Metrics.Function, context.FunctionDefinition.Name)
            : null;
        try
        {
            await next(context);
        }
        catch (Exception e)
        {
            span.Fail(e);
            // The host exports what it is told.
            throw new RedactedException(e);
        }
    }
}
