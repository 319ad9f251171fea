using System.Net;
using Azure;
using Azure.Messaging.ServiceBus;
using Polly.CircuitBreaker;
using Hotline.Tips;
using Polly.Timeout;
using Twilio.Exceptions;

namespace Hotline.Storage;

/// <summary>Tells a failure that may pass by itself (an outage, a throttle, something not ready) from one that will not.</summary>
public static class Transient
{
    /// <summary>Whether trying again later may help.</summary>
    /// <param name="failure">What was thrown.</param>
    /// <param name="stop">A cancellation that this token asked for is no outage.</param>
    public static bool Is(Exception failure, CancellationToken stop) => failure switch
    {
        AggregateException several => several.InnerExceptions.All(e => Is(e, stop)),
        OperationCanceledException => !stop.IsCancellationRequested,
        RequestFailedException e => IsPassing(e.Status),
        HttpRequestException e => e.StatusCode is null || IsPassing((int)e.StatusCode),
        ServiceBusException e => e.IsTransient,
        ApiException e => IsPassing(e.Status),
        NotYetException or NewerVersionException or ApiConnectionException or IOException or TimeoutException or TimeoutRejectedException
            or BrokenCircuitException => true,
        _ => false,
    };

    private static bool IsPassing(int status) =>
        status is 0 or (int)HttpStatusCode.RequestTimeout or (int)HttpStatusCode.TooManyRequests or >= 500;
}

/// <summary>Something is not there yet and will be: media that Twilio is still writing.</summary>
public sealed class NotYetException(string reason) : Exception(reason);
