using System.Net.Http.Headers;
using System.Security.Cryptography;
using Hotline.Local.Line;
using Hotline.Local.Twilio.Webhooks;

namespace Hotline.Local.Bench;

/// <summary>A webhook as Twilio posts it, made and signed before anybody measures.</summary>
/// <param name="Step">What it tells.</param>
/// <param name="Target">Path and query.</param>
/// <param name="Body">The form.</param>
/// <param name="Signature">The header's value.</param>
internal sealed record SignedWebhook(Step Step, string Target, byte[] Body, string Signature)
{
    /// <summary>The origin that signatures cover; both apps stand behind a proxy, as it were.</summary>
    public const string PublicUrl = "https://hotline.example.org";

    private const string Line = "+15005550100";

    private static readonly MediaTypeHeaderValue Form = new("application/x-www-form-urlencoded", "UTF-8");

    /// <summary>Makes one of a new call, recording or text.</summary>
    /// <param name="app">Who is asked.</param>
    /// <param name="step">What it tells.</param>
    /// <param name="from">The number that calls or texts.</param>
    public static SignedWebhook New(MeasuredApp app, Step step, string from) => Of(app, step, from, Sid(step == Step.Text ? "SM" : "CA"));

    /// <summary>Makes one of a call or text.</summary>
    public static SignedWebhook Of(MeasuredApp app, Step step, string from, string sid)
    {
        var target = app.Routes[step];
        var form = FieldsOf(step, from, sid);
        using var content = new FormUrlEncodedContent(form);
        using var body = new MemoryStream();
        content.CopyTo(body, null, CancellationToken.None);
        return new SignedWebhook(step, target, body.ToArray(), RequestSignature.Of($"{PublicUrl}/{target}", form, LineSettings.AuthToken));
    }

    /// <summary>A number that nobody has; each <paramref name="n"/> below ten thousand has its own.</summary>
    public static string Number(int n) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"+1500555{n % 10_000:D4}");

    /// <summary>A new identifier.</summary>
    public static string Sid(string kind) => kind + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public HttpRequestMessage ToRequest()
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Target) { Content = new ByteArrayContent(Body) };
        request.Content.Headers.ContentType = Form;
        request.Headers.Add("X-Twilio-Signature", Signature);
        return request;
    }

    // https://www.twilio.com/docs/voice/twiml#request-parameters and https://www.twilio.com/docs/messaging/guides/webhook-request
    private static KeyValuePair<string, string>[] FieldsOf(Step step, string from, string sid) =>
    [
        new("AccountSid", LineSettings.AccountSid), new("ApiVersion", "2010-04-01"), new("From", from), new("To", Line),
        new("FromCountry", "US"), new("FromState", "NY"), new("FromCity", "NEW YORK"), new("FromZip", "10001"),
        new("ToCountry", "US"), new("ToState", "NY"), new("ToCity", "NEW YORK"), new("ToZip", "10001"),
        .. step switch
        {
            Step.Call =>
            [
                new("CallSid", sid), new("CallStatus", "ringing"), new("Direction", "inbound"),
                new("StirVerstat", "TN-Validation-Passed-A"),
            ],
            Step.Transcript =>
            [
                new("CallSid", sid), new("CallStatus", "completed"), new("Direction", "inbound"), new("RecordingSid", Sid("RE")),
                new("RecordingUrl", "https://api.twilio.com/2010-04-01/Accounts/AC/Recordings/RE"), new("TranscriptionSid", Sid("TR")),
                new("TranscriptionStatus", "completed"), new("TranscriptionType", "fast"), new("TranscriptionText", Words),
            ],
            _ => (KeyValuePair<string, string>[])
            [
                new("MessageSid", sid), new("SmsStatus", "received"), new("Body", Words), new("NumMedia", "0"), new("NumSegments", "3"),
            ],
        },
    ];

    // As long as what is said in half a minute.
    private const string Words =
        "Someone posted my supervisor's home address on a page and wrote below it that they would burn the house down at the weekend. "
        + "They have her photo and the number of her car as well. I saw it last night at around ten, and this morning there were about "
        + "forty answers, some of which say that they know the street. I have kept pictures of all of it. Please call her before she drives home.";
}
