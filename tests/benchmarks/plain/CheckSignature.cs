using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Twilio.Security;

namespace Plain;

/// <summary>Refuses what Twilio did not sign.</summary>
public sealed class CheckSignature(IConfiguration settings) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var http = context.GetHttpContext() ?? throw new InvalidOperationException("There are webhooks alone here.");
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var signature = http.Request.Headers["X-Twilio-Signature"].ToString();
        var url = settings["PUBLIC_URL"] + http.Request.GetEncodedPathAndQuery();
        // One of its own: a validator can't be shared by requests at once.
        var validator = new RequestValidator(settings["TWILIO_AUTH_TOKEN"]);
        if (validator.Validate(url, form.ToDictionary(field => field.Key, field => field.Value.ToString()), signature))
        {
            await next(context);
            return;
        }

        http.Response.StatusCode = StatusCodes.Status403Forbidden;
        await http.Response.WriteAsync("The signature does not fit the request.\n", http.RequestAborted);
    }
}
