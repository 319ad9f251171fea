using System.Net;
using System.Security.Cryptography;
using System.Text;
using Hotline.Local.Line;

namespace Hotline.Tests.Drivers;

/// <summary>
/// Posts webhooks by hand, signed as Twilio signs them, so that a test has their order, number and fields in its own hand.
/// </summary>
internal sealed class Webhook(Uri intake) : IDisposable
{
    private readonly HttpClient client = new() { BaseAddress = intake, Timeout = TimeSpan.FromMinutes(2) };

    /// <summary>The forms of a call that was recorded and transcribed by Twilio, by the webhook that brings each.</summary>
    public static IReadOnlyDictionary<string, (string Path, (string, string)[] Form)> OfCall(string call, string recording) =>
        new Dictionary<string, (string, (string, string)[])>
    {
        ["answer"] = ("twilio/voice/answer", [.. Caller(call), ("CallStatus", "ringing")]),
        ["status"] = ("twilio/voice/status", [.. Caller(call), ("CallStatus", "completed"), ("CallDuration", "42"), ("SequenceNumber", "0"),
            ("Timestamp", "Tue, 24 Nov 2026 20:15:42 +0000")]),
        ["action"] = ("twilio/voice/recorded?language=en&transcript=Twilio&take=1&asked=0&waits=0",
            [.. Caller(call), ("CallStatus", "in-progress"), ("RecordingSid", recording), ("RecordingUrl", "https://api.twilio.com/x"),
                ("RecordingDuration", "12"), ("Digits", "#")]),
        ["recording"] = ("twilio/voice/recording?language=en&transcript=Twilio&take=1&asked=0&waits=0",
            [("AccountSid", LineSettings.AccountSid), ("CallSid", call), ("RecordingSid", recording), ("RecordingStatus", "completed"),
                ("RecordingDuration", "12")]),
        ["transcription"] = ("twilio/voice/transcript?language=en&transcript=Twilio&take=1&asked=0&waits=0",
            [.. Caller(call), ("RecordingSid", recording), ("TranscriptionSid", "TR" + call[2..]), ("TranscriptionStatus", "completed"),
                ("TranscriptionText", "They said they would burn it down.")]),
    };

    /// <summary>The fields of every voice webhook.</summary>
    public static (string, string)[] Caller(string call, string from = "+15005550006") =>
        [("AccountSid", LineSettings.AccountSid), ("CallSid", call), ("From", from), ("To", Line.Number), ("Direction", "inbound"),
            ("ApiVersion", "2010-04-01")];

    /// <summary>The form of a text.</summary>
    public static (string, string)[] Text(string message, string body, string from = "+15005550006", params (string, string)[] more) =>
        [("AccountSid", LineSettings.AccountSid), ("MessageSid", message), ("From", from), ("To", Line.Number), ("Body", body),
            ("NumMedia", "0"), ("NumSegments", "1"), .. more];

    /// <summary>A sid that no other test has.</summary>
    public static string Sid(string kind) => kind + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Posts a signed form.</summary>
    public Task<(HttpStatusCode Status, string Body)> PostAsync(string path, params (string Name, string Value)[] form) =>
        SendAsync(path, form, Sign($"{Line.PublicUrl}/{path}", form));

    /// <summary>Posts a form with whatever signature.</summary>
    public async Task<(HttpStatusCode Status, string Body)> SendAsync(
        string path, (string Name, string Value)[] form, string? signature, HttpContent? body = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = body ?? new FormUrlEncodedContent(form.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)));
        if (signature is not null)
            request.Headers.Add("X-Twilio-Signature", signature);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Signs as Twilio's documentation says.</summary>
    public static string Sign(string url, IEnumerable<(string Name, string Value)> form) => Convert.ToBase64String(HMACSHA1.HashData(
        Encoding.UTF8.GetBytes(LineSettings.AuthToken),
        Encoding.UTF8.GetBytes(
            url + string.Concat(form.OrderBy(pair => pair.Name, StringComparer.Ordinal).Select(pair => pair.Name + pair.Value)))));

    public void Dispose() => client.Dispose();
}
