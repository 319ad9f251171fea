using System.Text;
using Azure;
using Azure.Messaging.ServiceBus;
using Twilio.Exceptions;

namespace Hotline.Platform.Telemetry;

/// <summary>
/// What may be told of an exception outside this process: its type, its stack and a word on its cause. The messages of the clients' own
/// hold addresses, rows, numbers and answers of a server; only the sentences of this app's exceptions are known to hold none.
/// </summary>
public sealed class RedactedException(Exception failure) : Exception(Describe(failure))
{
    /// <inheritdoc/>
    public override string? StackTrace { get; } = StackOf(failure);

    /// <inheritdoc/>
    public override string ToString() => $"{Message}{Environment.NewLine}{StackTrace}";

    /// <summary>The attributes by which spans and logs tell it (https://opentelemetry.io/docs/specs/semconv/exceptions/).</summary>
    public static IEnumerable<KeyValuePair<string, object?>> Of(Exception failure) =>
    [
        new("exception.type", failure.GetType().FullName),
        new("exception.message", Describe(failure)),
        new("exception.stacktrace", StackOf(failure)),
    ];

    private static string Describe(Exception failure)
    {
        var cause = failure switch
        {
            RequestFailedException e => $"{e.Status} {e.ErrorCode}",
            ServiceBusException e => e.Reason.ToString(),
            ApiException e => $"{e.Status}, error {e.Code}",
            HttpRequestException e => $"{e.HttpRequestError} {(int?)e.StatusCode}",
            _ when failure.GetType().Assembly == typeof(RedactedException).Assembly => failure.Message,
            _ => "",
        };
        return cause.Length == 0 ? failure.GetType().Name : $"{failure.GetType().Name}: {cause}";
    }

    private static string StackOf(Exception failure)
    {
        var text = new StringBuilder();
        for (var at = failure; at is not null; at = at.InnerException)
            text.AppendLine(Describe(at)).AppendLine(at.StackTrace);
        return text.ToString();
    }
}
