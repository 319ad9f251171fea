using Hotline.Intake.Receipts;
using Hotline.Twilio;

namespace Hotline.Intake.Messages;

/// <summary>What a text with a receipt in it opens.</summary>
/// <param name="Code">Where the receipt stands.</param>
/// <param name="Opening">The receipt.</param>
/// <param name="IsAll">Whether the text is the receipt alone, without words or media.</param>
public sealed record ReturningText(CodeInText Code, ReceiptOpening Opening, bool IsAll);

/// <summary>Finds the receipt in a text.</summary>
public sealed class ReceiptsInTexts(ReceiptReader receipts)
{
    // Digits of something else pass the check one time in ten; a text has one receipt.
    private const int MostTries = 3;

    /// <summary>Finds it; null when the text holds none that opens. Then it is a text as any other.</summary>
    /// <param name="form">The incoming message.</param>
    /// <param name="stop">Cuts it short.</param>
    public async Task<ReturningText?> FindAsync(TwilioForm form, CancellationToken stop)
    {
        // Short codes and withheld numbers are many people's: each text counts for itself, and all of them for the line.
        var from = Sender.IsOnePhone(form["From"]) ? form["From"]! : form.Sid("MessageSid");
        foreach (var code in CodeInText.In(form["Body"] ?? "").Take(MostTries))
            if (await receipts.OpenAsync(code.Code, from, form["To"] ?? "", stop) is { Outcome: OpeningOutcome.Found } opening)
                return new ReturningText(code, opening, code.IsAll && (form.Number("NumMedia") ?? 0) == 0);
        return null;
    }
}
