using Hotline.Contracts;
using Hotline.Platform.Messaging;
using Hotline.Platform.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Options;

namespace Hotline.Platform.Http;

/// <summary>Counts a request as long as it is in hand. A caller or texter waits less long for the bus than anybody else.</summary>
public sealed class BoundRequest(RequestsInHand requests, IOptions<StorageOptions> storage) : IFunctionsWorkerMiddleware
{
    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        BusPatience.Begin(
            FunctionRoutes.Of(context.FunctionDefinition.Name) is { } route && WebhookRoutes.SomebodyWaits(route)
                ? BusPatience.OnThePhone(storage.Value.Timeout) : BusPatience.Otherwise);
        requests.Take();
        try
        {
            await next(context);
        }
        finally
        {
            requests.Answer();
        }
    }
}
