using Hotline.Local.Line;
using Hotline.Platform.Settings;
using Twilio.Rest.Api.V2010.Account;
using HttpMethod = Twilio.Http.HttpMethod;

namespace Hotline.Local.Cli.Lines;

/// <summary>Looks whether a number's webhooks point at the deployment, and whether nothing goes before them.</summary>
internal static class WebhookCheck
{
    /// <summary>One finding for each webhook, and one for whatever takes their place.</summary>
    public static IEnumerable<LineFinding> Of(IncomingPhoneNumberResource number, LineWebhooks expected)
    {
        var to = number.PhoneNumber.ToString();
        var mend = $"./hotline line add {to} --url {expected.Origin.GetLeftPart(UriPartial.Authority)}";
        yield return Look("A call comes in", number.VoiceUrl, number.VoiceMethod, expected.Voice);
        yield return Look("A call's state changes", number.StatusCallback, number.StatusCallbackMethod, expected.Status);
        yield return Look("A text comes in", number.SmsUrl, number.SmsMethod, expected.Text);
        if (First(number.TrunkSid, number.VoiceApplicationSid) is { } voice)
            yield return new LineFinding(to, "Calls go elsewhere", voice, "no trunk, no TwiML app", FindingState.Wrong,
                $"Twilio leaves the webhooks of calls unasked. Take it off: {mend}");
        if (First(number.SmsApplicationSid) is { } texts)
            yield return new LineFinding(to, "Texts go elsewhere", texts, "no TwiML app", FindingState.Wrong,
                $"Twilio leaves the webhook of texts unasked. Take it off: {mend}");

        LineFinding Look(string what, Uri? found, HttpMethod method, Uri wanted)
        {
            var wrong = Wrong(found, method, wanted);
            return new LineFinding(
                to, what, found.IsSet() ? $"{method} {found.OriginalString}" : "none", $"POST {wanted.OriginalString}",
                wrong is null ? FindingState.Right : FindingState.Wrong,
                wrong is null ? null : $"{wrong} {mend}");
        }
    }

    private static string? Wrong(Uri? found, HttpMethod method, Uri wanted)
    {
        if (!found.IsSet())
            return "Nobody is asked.";
        if (!found.IsSafe())
            return "Plain HTTP: anybody on the way reads what is reported.";
        if (!SameRequest(found, wanted))
            return "Another address is asked.";
        if (WithoutFragment(found) != WithoutFragment(wanted))
            return "The Functions host changes this address on its way, so that Twilio's signature does not fit.";
        if (!HttpMethod.Post.Equals(method))
            return "A GET writes numbers and words into URLs and logs.";
        return found.Fragment == wanted.Fragment ? null : "It is not tried again as it should be.";
    }

    private static bool SameRequest(Uri one, Uri other) =>
        Uri.Compare(one, other, UriComponents.HttpRequestUrl, UriFormat.UriEscaped, StringComparison.Ordinal) == 0;

    private static string WithoutFragment(Uri url) => url.OriginalString.Split('#')[0];

    private static string? First(params string?[] sids) => sids.FirstOrDefault(sid => sid is { Length: > 0 });
}
