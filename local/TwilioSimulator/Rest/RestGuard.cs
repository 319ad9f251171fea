using System.Globalization;
using System.Text;
using Hotline.Local.Twilio.Account;
using Microsoft.AspNetCore.Http;

namespace Hotline.Local.Twilio.Rest;

/// <summary>Lets in who has the auth token or an API key, and fails what was asked to fail.</summary>
internal sealed class RestGuard(SimulatorOptions options, Misbehaviour misbehaviour) : IEndpointFilter
{
    private static readonly string[] Resources =
        ["Calls", "Messages", "Recordings", "Media", "Transcriptions", "Notifications", "IncomingPhoneNumbers", "Services",
            "PhoneNumbers", "Usa2p", "Verifications"];

    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var (request, response) = (context.HttpContext.Request, context.HttpContext.Response);
        if (!IsKnown(request.Headers.Authorization.ToString())
            || (string?)request.RouteValues.GetValueOrDefault("account", options.AccountSid) != options.AccountSid)
        {
            response.Headers.WWWAuthenticate = "Basic realm=\"Twilio API\"";
            return RestAnswer.Error(401, 20003, "Authenticate");
        }

        if (misbehaviour.TakeRestFault(ResourceOf(request.Path)) is not { } fault)
            return await next(context);
        if (fault.Status == Misbehaviour.Silence)
            await Task.Delay(Timeout.Infinite, context.HttpContext.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (fault.RetryAfter is { } wait)
            response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return fault.Status switch
        {
            429 => RestAnswer.Error(429, 20429, "Too Many Requests"),
            503 => RestAnswer.Error(503, 20503, "Service Unavailable"),
            _ => RestAnswer.Error(fault.Status, 20500, "Internal Server Error"),
        };
    }

    private bool IsKnown(string header)
    {
        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
            return false;
        var bytes = new byte[header.Length];
        if (!Convert.TryFromBase64String(header["Basic ".Length..], bytes, out var length))
            return false;
        var claimed = Encoding.UTF8.GetString(bytes, 0, length);
        return claimed == $"{options.AccountSid}:{options.AuthToken}" || options.ApiKeys.Any(key => claimed == $"{key.Key}:{key.Value}");
    }

    private static string ResourceOf(PathString path) =>
        path.Value!.Split('/').Select(part => part.Split('.')[0]).Last(part => Resources.Contains(part));
}
