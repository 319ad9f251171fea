using Hotline.Local.Twilio.Account;
using Hotline.Local.Twilio.Calls;
using Hotline.Local.Twilio.Twiml;
using Hotline.Local.Twilio.Webhooks;
using Microsoft.AspNetCore.Http;

namespace Hotline.Local.Twilio.Rest;

/// <summary>Makes calls (https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource), by <c>Url</c> alone.</summary>
/// <param name="account">Whose they are.</param>
/// <param name="background">Plays a conversation that nobody waits for.</param>
internal sealed class CallsApi(TwilioAccount account, Action<Func<Conversation, Task>> background)
{
    /// <summary>Makes one: taken with 201, played meanwhile.</summary>
    public async Task<IResult> CreateAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        try
        {
            var call = Read(form);
            var queued = call.Queue();
            background(call.PlayAsync);
            return RestAnswer.Resource(queued, 201);
        }
        catch (TwilioException e)
        {
            return RestAnswer.Error(400, e.Code, e.Message);
        }
    }

    private OutgoingCall Read(IFormCollection form)
    {
        var (to, from) = (form["To"].ToString(), form["From"].ToString());
        if (to.Length == 0)
            throw new TwilioException(21201, "No 'To' number is specified");
        if (!AttributeRule.IsPhone(to))
            throw new TwilioException(21211, "Invalid 'To' Phone Number");
        if (from.Length == 0)
            throw new TwilioException(21213, "No 'From' number is specified");
        if (account.Numbers.All(number => number.PhoneNumber != from))
            throw new TwilioException(21210, "The source phone number provided is not yet verified for your account.");
        // The number that is called as the request sets it up: its webhooks are the request's.
        return new OutgoingCall(account, from, new SimulatedNumber(to)
        {
            VoiceUrl = UrlOf(form, "Url") ?? throw new TwilioException(21205, "Url parameter is required."),
            VoiceMethod = MethodOf(form, "Method"),
            VoiceFallbackUrl = UrlOf(form, "FallbackUrl"),
            VoiceFallbackMethod = MethodOf(form, "FallbackMethod"),
            StatusCallback = UrlOf(form, "StatusCallback"),
            StatusCallbackMethod = MethodOf(form, "StatusCallbackMethod"),
        });
    }

    private static Uri? UrlOf(IFormCollection form, string name) => form[name].ToString() switch
    {
        "" => null,
        var url when AttributeRule.IsUrl(url) && Uri.TryCreate(url, UriKind.Absolute, out var absolute) => absolute,
        _ => throw new TwilioException(21205, $"{name} is not a valid URL"),
    };

    private static HttpMethod MethodOf(IFormCollection form, string name) => form[name].ToString() switch
    {
        "" or "POST" => HttpMethod.Post,
        "GET" => HttpMethod.Get,
        _ => throw new TwilioException(21403, $"{name} must be GET or POST"),
    };
}
