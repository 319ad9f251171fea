using System.Text;
using Hotline.Platform.Settings;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Options;

namespace Hotline.Intake.WebForm;

/// <summary>
/// Stands before the form's and the receipt's pages: what they may load and keep, and no post from another site. An anonymous form has no
/// authority to forge, hence no antiforgery cookie.
/// </summary>
public sealed class FormGate(IOptions<HotlineOptions> hotline) : IFunctionsWorkerMiddleware
{
    private readonly string origin = hotline.Value.PublicUrl!.GetLeftPart(UriPartial.Authority);

    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var http = context.GetHttpContext() ?? throw new InvalidOperationException("The gate stands before HTTP functions only.");
        Harden(http.Response.Headers);
        if (HttpMethods.IsPost(http.Request.Method) && IsForeign(http.Request.Headers))
        {
            Refuse(context, StatusCodes.Status403Forbidden, "This was sent from another site.");
            return;
        }

        try
        {
            await next(context);
        }
        catch (Exception e) when (Find(e) is { } refused)
        {
            Refuse(context, refused.Status, refused.Message);
        }
    }

    private static FormException? Find(Exception e) => e as FormException ?? (e as AggregateException)?.InnerException as FormException;

    private static void Refuse(FunctionContext context, int status, string reason) =>
        context.GetInvocationResult().Value = Results.Text($"{reason}\n", "text/plain", Encoding.UTF8, status);

    // https://www.w3.org/TR/fetch-metadata/ where the browser knows it; else Origin, which is "null" under our no-referrer.
    private bool IsForeign(IHeaderDictionary headers) =>
        headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site
            ? site is not ("same-origin" or "none")
            : headers.Origin.ToString() is { Length: > 0 } from && from != "null" && from != origin;

    private static void Harden(IHeaderDictionary headers)
    {
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = FormAssets.Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        headers.StrictTransportSecurity = "max-age=31536000";
    }
}
