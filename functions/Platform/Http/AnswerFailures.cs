using System.Diagnostics;
using System.Security.Cryptography;
using Hotline.Platform.Storage;
using Hotline.Platform.Telemetry;
using Hotline.Platform.Twilio;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;

namespace Hotline.Platform.Http;

/// <summary>
/// The outermost middleware of HTTP functions: an exception becomes an answer with a reason. Without it the worker answers an empty
/// 200, which Twilio takes for an answer.
/// </summary>
public sealed partial class AnswerFailures(ILogger<AnswerFailures> log) : IFunctionsWorkerMiddleware
{
    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception e)
        {
            var (status, reason) = Describe(e, context.CancellationToken);
            if (status is >= 500 or StatusCodes.Status410Gone)
            {
                Activity.Current.Fail(e);
                LogFailed(e, context.FunctionDefinition.Name, status);
            }

            context.GetInvocationResult().Value = Results.Text($"{reason}\n", "text/plain", statusCode: status);
        }
    }

    private static (int Status, string Reason) Describe(Exception failure, CancellationToken stop) => failure switch
    {
        TwilioFormException => (StatusCodes.Status400BadRequest, failure.Message),
        BadHttpRequestException { StatusCode: var status } => (status, "The request's body could not be read."),
        AggregateException { InnerException: { } inner } => Describe(inner, stop),
        _ when Transient.Is(failure, stop) => (StatusCodes.Status503ServiceUnavailable, "A part of the line is down; try again later."),
        AlteredException => (StatusCodes.Status410Gone, "What is kept was changed, and can't be read; the audit names what."),
        CryptographicException => (StatusCodes.Status410Gone, "What is kept is not what was sealed: it was changed."),
        OperationCanceledException => (StatusCodes.Status503ServiceUnavailable, "The request was cut short; try again."),
        _ => (StatusCodes.Status500InternalServerError, "The line failed to answer this request; it is in its log."),
    };

    [LoggerMessage(301, LogLevel.Error, "{Function} failed and answered {Status}")]
    private partial void LogFailed(Exception failure, string function, int status);
}
