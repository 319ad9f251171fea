using System.Text.Json.Nodes;
using Hotline.Local.Twilio.Account;
using Hotline.Local.Twilio.Twiml;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hotline.Local.Twilio.Rest;

/// <summary>Lists, shows and changes the account's numbers
/// (https://www.twilio.com/docs/phone-numbers/api/incomingphonenumber-resource).</summary>
internal sealed class NumbersApi(TwilioAccount account)
{
    private const string Kind = "IncomingPhoneNumbers";

    /// <summary>Adds its routes.</summary>
    public void Map(RouteGroupBuilder api)
    {
        api.MapGet($"/{Kind}.json", (HttpRequest request) =>
            Page.Of(request, "incoming_phone_numbers", account.Numbers.OrderBy(number => number.Sid, StringComparer.Ordinal).Select(Show)));
        api.MapGet($"/{Kind}/{{sid}}.json", (string sid) => Answer(account.Numbers.FirstOrDefault(number => number.Sid == sid)));
        api.MapPost($"/{Kind}/{{sid}}.json", UpdateAsync);
    }

    private async Task<IResult> UpdateAsync(string sid, HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        try
        {
            return Answer(account.Change(sid, number => Change(number, form)));
        }
        catch (TwilioException e)
        {
            return RestAnswer.Error(400, e.Code, e.Message);
        }
    }

    private IResult Answer(SimulatedNumber? number) => number is null ? RestAnswer.NotFound : RestAnswer.Resource(Show(number));

    // What is not posted stays; an empty value takes away.
    private static SimulatedNumber Change(SimulatedNumber number, IFormCollection form) => number with
    {
        VoiceUrl = UrlOf(form, "VoiceUrl", number.VoiceUrl),
        VoiceMethod = MethodOf(form, "VoiceMethod", number.VoiceMethod),
        VoiceFallbackUrl = UrlOf(form, "VoiceFallbackUrl", number.VoiceFallbackUrl),
        VoiceFallbackMethod = MethodOf(form, "VoiceFallbackMethod", number.VoiceFallbackMethod),
        StatusCallback = UrlOf(form, "StatusCallback", number.StatusCallback),
        StatusCallbackMethod = MethodOf(form, "StatusCallbackMethod", number.StatusCallbackMethod),
        SmsUrl = UrlOf(form, "SmsUrl", number.SmsUrl),
        SmsMethod = MethodOf(form, "SmsMethod", number.SmsMethod),
        SmsFallbackUrl = UrlOf(form, "SmsFallbackUrl", number.SmsFallbackUrl),
        SmsFallbackMethod = MethodOf(form, "SmsFallbackMethod", number.SmsFallbackMethod),
        VoiceElsewhere = SidOf(form, "TrunkSid", SidOf(form, "VoiceApplicationSid", number.VoiceElsewhere)),
        SmsElsewhere = SidOf(form, "SmsApplicationSid", number.SmsElsewhere),
    };

    private static Uri? UrlOf(IFormCollection form, string name, Uri? before)
    {
        if (!form.TryGetValue(name, out var value))
            return before;
        if (value.ToString().Length == 0)
            return null;
        return AttributeRule.IsUrl(value!) && Uri.TryCreate(value, UriKind.Absolute, out var url)
            ? url
            : throw new TwilioException(21402, $"{name} is not a valid URL.");
    }

    private static HttpMethod MethodOf(IFormCollection form, string name, HttpMethod before) => !form.TryGetValue(name, out var value)
        ? before
        : value.ToString() is "GET" or "POST" ? new HttpMethod(value!) : throw new TwilioException(21403, $"{name} is GET or POST.");

    private static string? SidOf(IFormCollection form, string name, string? before) =>
        !form.TryGetValue(name, out var value) ? before : value.ToString() is { Length: > 0 } sid ? sid : null;

    private TwilioRecord Show(SimulatedNumber number) => new(Kind, number.Sid, DateTimeOffset.UnixEpoch, new JsonObject
    {
        ["sid"] = number.Sid,
        ["account_sid"] = account.Sid,
        ["api_version"] = "2010-04-01",
        ["phone_number"] = number.PhoneNumber,
        ["friendly_name"] = number.PhoneNumber,
        ["capabilities"] = new JsonObject { ["voice"] = true, ["sms"] = true, ["mms"] = true, ["fax"] = false },
        ["voice_url"] = TextOf(number.VoiceUrl),
        ["voice_method"] = number.VoiceMethod.Method,
        ["voice_fallback_url"] = TextOf(number.VoiceFallbackUrl),
        ["voice_fallback_method"] = number.VoiceFallbackMethod.Method,
        ["voice_application_sid"] = number.VoiceElsewhere?.StartsWith("AP", StringComparison.Ordinal) == true ? number.VoiceElsewhere : "",
        ["trunk_sid"] = number.VoiceElsewhere?.StartsWith("TK", StringComparison.Ordinal) == true ? number.VoiceElsewhere : null,
        ["status_callback"] = TextOf(number.StatusCallback),
        ["status_callback_method"] = number.StatusCallbackMethod.Method,
        ["sms_url"] = TextOf(number.SmsUrl),
        ["sms_method"] = number.SmsMethod.Method,
        ["sms_fallback_url"] = TextOf(number.SmsFallbackUrl),
        ["sms_fallback_method"] = number.SmsFallbackMethod.Method,
        ["sms_application_sid"] = number.SmsElsewhere ?? "",
        ["status"] = "in-use",
        ["origin"] = "twilio",
    });

    private static string TextOf(Uri? url) => url?.OriginalString ?? "";
}
