using System.Net;
using Azure;
using Azure.Identity;
using Azure.Messaging.ServiceBus;
using Hotline.Contracts;
using Polly.CircuitBreaker;
using Polly.Timeout;
using Twilio.Exceptions;
using TlsException = System.Security.Authentication.AuthenticationException;

namespace Hotline.Platform.Storage;

/// <summary>
/// Tells a failure that is not the message's own from one that is. An outage, a throttle or something not ready passes by itself; a missing
/// right, a revoked key, a disabled queue or a quota is fixed by people. Either way the work can be done later.
/// </summary>
public static class Transient
{
    /// <summary>Whether trying again later may help.</summary>
    /// <param name="failure">What was thrown.</param>
    public static bool Is(Exception failure, CancellationToken stop) => failure switch
    {
        AggregateException several => several.InnerExceptions.All(e => Is(e, stop)),
        OperationCanceledException => !stop.IsCancellationRequested,
        RequestFailedException e => IsPassing(e.Status) || IsPlace(e.ErrorCode),
        HttpRequestException e => e.StatusCode is null || IsPassing((int)e.StatusCode),
        // Only a message that is too long for the bus will never go.
        ServiceBusException e => e.Reason != ServiceBusFailureReason.MessageSizeExceeded,
        ApiException e => IsPassing(e.Status),
        NotYetException or NewerVersionException or ApiConnectionException or IOException or TimeoutException or TimeoutRejectedException
            or BrokenCircuitException => true,
        // Service Bus says a missing right by UnauthorizedAccessException, the identity endpoint and TLS what fails there by the other two.
        UnauthorizedAccessException or AuthenticationFailedException or TlsException => true,
        _ => false,
    };

    private static bool IsPassing(int status) =>
        status is 0 or (int)HttpStatusCode.Unauthorized or (int)HttpStatusCode.Forbidden
            or (int)HttpStatusCode.ProxyAuthenticationRequired or (int)HttpStatusCode.RequestTimeout
            or (int)HttpStatusCode.TooManyRequests or >= 500;

    // The table or container itself is missing or off, not what the message names in it:
    // https://learn.microsoft.com/rest/api/storageservices/common-rest-api-error-codes
    private static bool IsPlace(string? code) =>
        code is "TableNotFound" or "TableBeingDeleted" or "ContainerNotFound" or "ContainerBeingDeleted" or "ContainerDisabled"
            or "AccountBeingCreated";
}
