using Azure;
using Azure.Identity;
using Azure.Messaging.ServiceBus;

namespace Hotline.Local.Commands;

/// <summary>What storage, bus and sign-in say when they don't do what a command asks, as one sentence.</summary>
internal static class Refusals
{
    /// <summary>The sentence; null for another failure.</summary>
    public static string? Of(Exception failure) => failure switch
    {
        AggregateException { InnerException: { } inner } => Of(inner),
        AuthenticationFailedException => "Azure knows nobody here: sign in with az login.",
        RequestFailedException { Status: 401 or 403 } refused =>
            $"The storage account does not let you do this ({refused.ErrorCode ?? "403"}): docs/operations.md says which rights it takes.",
        RequestFailedException { Status: 0 } =>
            "The storage account can't be reached: look whether its name is right and whether it answers this machine.",
        RequestFailedException failed => $"The storage account answers {failed.Status} ({failed.ErrorCode}): look whether it is a line's.",
        ServiceBusException failed =>
            $"The bus can't be read ({failed.Reason}): look whether its name is right and whether it answers this machine.",
        _ => null,
    };
}
