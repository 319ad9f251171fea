using Azure.Data.Tables;

namespace Hotline.Intake.Drop;

/// <summary>How something was found at Twilio that no webhook had brought; kept on the row of its call or text.</summary>
/// <param name="At">When it was found.</param>
/// <param name="Error">
/// Twilio's error of the webhook that failed (https://www.twilio.com/docs/api/errors); null where Twilio tells none.
/// </param>
/// <param name="OverFallback">Whether Twilio's own fallback took it.</param>
public sealed record ReconciledFrom(DateTimeOffset At, int? Error, bool OverFallback)
{
    /// <summary>Puts it on the row of its call or text, in columns of its own.</summary>
    public void AddTo(TableEntity columns)
    {
        columns["Reconciled"] = At;
        columns["Missed"] = Error;
    }
}
