using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Hotline.Contracts;
using Hotline.Platform.Settings;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hotline.Platform.Twilio;

/// <summary>
/// Stands before every function under <c>twilio/</c>: only what Twilio signed, of its size and form, comes in; its form waits for the
/// function as a feature of the request. Whatever is refused has written nothing.
/// </summary>
public sealed partial class TwilioGate(IOptions<TwilioOptions> twilio, IOptions<HotlineOptions> hotline, ILogger<TwilioGate> log)
    : IFunctionsWorkerMiddleware
{
    /// <summary>
    /// Twilio's own largest form is some 20 kB: a text with ten media items and an add-on's answer. What is longer is refused unread.
    /// </summary>
    public const int MaxBytes = 64 * 1024;

    private readonly string origin = hotline.Value.PublicUrl!.GetLeftPart(UriPartial.Authority);
    private readonly string[] tokens = [.. twilio.Value.AuthTokens];

    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var http = context.GetHttpContext() ?? throw new InvalidOperationException("The gate stands before HTTP functions only.");
        var (form, refusal) = await CheckAsync(http.Request, context.CancellationToken);
        if (refusal is { Status: StatusCodes.Status403Forbidden } && form is not null
            && twilio.Value.ShadowRoutes.Contains(http.Request.Path.Value!.TrimStart('/')))
        {
            var sid = form["MessageSid"] ?? form["CallSid"];
            LogShadow(context.FunctionDefinition.Name, Sids.Is(sid) ? sid : "no sid");
            refusal = null;
        }

        if (refusal is { } no)
        {
            LogRefused(context.FunctionDefinition.Name, no.Status, no.Reason);
            context.GetInvocationResult().Value = Results.Text($"{no.Reason}\n", "text/plain", Encoding.UTF8, no.Status);
            return;
        }

        http.Features.Set(form);
        await next(context);
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "The stream belongs to the request.")]
    private async Task<(TwilioForm? Form, Refusal? Refusal)> CheckAsync(HttpRequest request, CancellationToken stop)
    {
        if (request.ContentLength > MaxBytes)
            return (null, TooLarge);
        var signature = request.Headers["X-Twilio-Signature"].ToString();
        if (signature.Length == 0)
            return (null, new(403, "The request has no X-Twilio-Signature."));
        var isForm = request.HasFormContentType && !request.ContentType!.StartsWith("multipart", StringComparison.OrdinalIgnoreCase);
        var bodyHash = QueryHelpers.ParseQuery(request.QueryString.Value).GetValueOrDefault("bodySHA256").ToString();

        var buffer = ArrayPool<byte>.Shared.Rent((int)(request.ContentLength ?? MaxBytes) + 1);
        try
        {
            var length = await ReadAsync(request.Body, buffer, stop);
            if (length > MaxBytes)
                return (null, TooLarge);
            var body = buffer.AsMemory(0, length);
            var form = TwilioForm.Parse(isForm ? Encoding.UTF8.GetString(body.Span) : "");
            if (!WebhookSignature.IsValid(UrlOf(request), form.Pairs, signature, tokens)
                || (!isForm && bodyHash.Length > 0 && !WebhookSignature.IsBodyHash(bodyHash, body.Span)))
                return (form, new(403, "X-Twilio-Signature does not fit the request; check Hotline:PublicUrl and the auth token."));
            return isForm || bodyHash.Length > 0 || length == 0
                ? (form, null)
                : (null, new(400, "The body is neither Twilio's form nor JSON with bodySHA256 in the URL."));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private static Refusal TooLarge => new(413, $"The body is over {MaxBytes} bytes.");

    private static async Task<int> ReadAsync(Stream body, byte[] buffer, CancellationToken stop)
    {
        var length = 0;
        while (length < buffer.Length && await body.ReadAsync(buffer.AsMemory(length), stop) is var read and > 0)
            length += read;
        return length;
    }

    // Behind a proxy the request names another host: the public one is configured, path and query are taken raw, as they were signed.
    private string UrlOf(HttpRequest request) => origin + request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;

    [LoggerMessage(201, LogLevel.Warning, "Refused a request to {Function} with {Status}: {Reason}")]
    private partial void LogRefused(string function, int status, string reason);

    [LoggerMessage(202, LogLevel.Warning, "Shadow mode let a wrongly signed request to {Function} pass: {Sid}")]
    private partial void LogShadow(string function, string sid);

    private sealed record Refusal(int Status, string Reason);
}
