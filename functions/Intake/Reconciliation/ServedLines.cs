using Hotline.Intake.Lines;
using Hotline.Platform.Settings;
using Hotline.Platform.Twilio;
using Microsoft.Extensions.Options;

namespace Hotline.Intake.Reconciliation;

/// <summary>A number of the account whose calls and texts are ours.</summary>
/// <param name="Number">In E.164.</param>
/// <param name="HasTextFallback">Whether Twilio answers a text for us that we can't answer.</param>
public sealed record ServedLine(string Number, bool HasTextFallback);

/// <summary>
/// The lines that this app serves: the account's numbers of which a webhook leads here, and those that the settings name. The account may
/// have others, which are nobody's business here.
/// </summary>
public sealed class ServedLines(TwilioLists twilio, IOptions<HotlineOptions> hotline, IOptions<LinesOptions> lines)
{
    private readonly string origin = hotline.Value.PublicUrl!.GetLeftPart(UriPartial.Authority);

    /// <summary>Finds them: one request.</summary>
    public async Task<IReadOnlyList<ServedLine>> FindAsync(CancellationToken stop)
    {
        var numbers = await twilio.NumbersAsync(stop);
        var named = lines.Value.Lines.Select(line => line.Number);
        var leadHere = numbers.Where(number => LeadsHere(number.VoiceUrl) || LeadsHere(number.SmsUrl) || LeadsHere(number.StatusCallback));
        return
        [
            .. from line in leadHere.Select(number => number.PhoneNumber.ToString()).Union(named)
               let number = numbers.FirstOrDefault(number => number.PhoneNumber.ToString() == line)
               select new ServedLine(line, number?.SmsFallbackUrl is not null),
        ];
    }

    private bool LeadsHere(Uri? webhook) => webhook is { IsAbsoluteUri: true } && webhook.GetLeftPart(UriPartial.Authority) == origin;
}
