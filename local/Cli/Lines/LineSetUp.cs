using Hotline.Local.Line;
using Twilio.Rest.Api.V2010.Account;
using HttpMethod = Twilio.Http.HttpMethod;

namespace Hotline.Local.Cli.Lines;

/// <summary>Points a number at a deployment.</summary>
internal static class LineSetUp
{
    /// <summary>Sets what differs, takes off what would go before the webhooks, and leaves a fallback alone that is not given.</summary>
    /// <param name="account">The account.</param>
    /// <param name="number">The number as it is.</param>
    /// <param name="webhooks">Where its webhooks shall point.</param>
    /// <param name="voiceFallback">The address of voice.xml's Bin; null: as it is.</param>
    /// <param name="textFallback">The address of text.xml's Bin; null: as it is.</param>
    /// <returns>What was changed, from what to what; and the number as it is now.</returns>
    public static async Task<(IReadOnlyList<Change> Changes, IncomingPhoneNumberResource Number)> PointAsync(
        LineAccount account, IncomingPhoneNumberResource number, LineWebhooks webhooks, Uri? voiceFallback, Uri? textFallback)
    {
        var wanted = new UpdateIncomingPhoneNumberOptions(number.Sid)
        {
            VoiceUrl = webhooks.Voice,
            VoiceMethod = HttpMethod.Post,
            StatusCallback = webhooks.Status,
            StatusCallbackMethod = HttpMethod.Post,
            SmsUrl = webhooks.Text,
            SmsMethod = HttpMethod.Post,
            VoiceFallbackUrl = voiceFallback,
            VoiceFallbackMethod = voiceFallback is null ? null : HttpMethod.Post,
            SmsFallbackUrl = textFallback,
            SmsFallbackMethod = textFallback is null ? null : HttpMethod.Post,
            // Either of the first two takes the other off, so each is named only where it is set.
            TrunkSid = number.TrunkSid is { Length: > 0 } ? "" : null,
            VoiceApplicationSid = number.VoiceApplicationSid is { Length: > 0 } ? "" : null,
            SmsApplicationSid = number.SmsApplicationSid is { Length: > 0 } ? "" : null,
        };
        var before = Shown(number);
        var now = await account.AskAsync(rest => IncomingPhoneNumberResource.UpdateAsync(wanted, rest));
        var after = Shown(now);
        return ([.. before.Where(field => after[field.Key] != field.Value)
            .Select(field => new Change(field.Key, field.Value, after[field.Key]))], now);
    }

    private static Dictionary<string, string> Shown(IncomingPhoneNumberResource number) => new()
    {
        ["A call comes in"] = Of(number.VoiceUrl, number.VoiceMethod),
        ["A call's state changes"] = Of(number.StatusCallback, number.StatusCallbackMethod),
        ["A text comes in"] = Of(number.SmsUrl, number.SmsMethod),
        ["Fallback of calls"] = Of(number.VoiceFallbackUrl, number.VoiceFallbackMethod),
        ["Fallback of texts"] = Of(number.SmsFallbackUrl, number.SmsFallbackMethod),
        ["Trunk"] = Of(number.TrunkSid),
        ["TwiML app of calls"] = Of(number.VoiceApplicationSid),
        ["TwiML app of texts"] = Of(number.SmsApplicationSid),
    };

    private static string Of(Uri? url, HttpMethod method) => url.IsSet() ? $"{method} {url.OriginalString}" : "none";

    private static string Of(string? sid) => sid is { Length: > 0 } ? sid : "none";
}

/// <summary>A setting of a number that was changed.</summary>
internal sealed record Change(string What, string Before, string After);
