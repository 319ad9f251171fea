using System.Net.Http.Headers;
using System.Text;
using Hotline.Intake.Receipts;
using Hotline.Local.Line;

namespace Hotline.Tests.EndToEnd.Fuzzing;

/// <summary>Requests that are nearly right, and then are not: made of real ones by seeded mutation.</summary>
internal sealed class FuzzedRequests(int seed)
{
    private static readonly string[] Routes =
    [
        "twilio/voice/answer", "twilio/voice/menu", "twilio/voice/recorded", "twilio/voice/recording", "twilio/voice/status",
        "twilio/voice/transcript", "twilio/voice/receipt",
        "twilio/voice/code", "twilio/messages/receive", "twilio/messages/status", "twilio/messages/delivered",
    ];

    private static readonly string[] Keys =
        ["CallSid", "MessageSid", "RecordingSid", "AccountSid", "From", "To", "Body", "NumMedia", "MediaUrl0", "MediaContentType0", "Digits", "RecordingDuration", "RecordingStatus",
            "CallStatus", "CallDuration", "SequenceNumber", "Timestamp", "MessageStatus", "ErrorCode", "TranscriptionText",
            "TranscriptionStatus", "RecordingUrl", "OptOutType"];

    private static readonly string[] Values =
        ["", " ", "-1", "0", "999999999999999999999", "NaN", "completed", "hangup", "#", "1234567812345670", "+15005550006", "anonymous", "https://example.com/\u0000", "http://169.254.169.254/",
            "../../etc/passwd", "' OR 1=1 --", "\u202Eabc", "\uFFFF", "😡", "%s%n", "<Response/>", "CA" + "0123456789abcdef0123456789abcdef",
            "STOP", "Tue, 24 Nov 2026 20:15:42 +0000"];

    private readonly Random random = new(seed);

    /// <summary>
    /// A webhook. Signed, it is Twilio's own by its signature, whatever it says; unsigned, it carries no signature or another's.
    /// </summary>
    public HttpRequestMessage WebhookRequest(bool signed)
    {
        var path = One(Routes) + Query();
        var form = Form();
        // A body that is no form can't be signed as one.
        var mangled = !signed && random.Next(3) == 0;
        var request = new HttpRequestMessage(signed || random.Next(10) > 0 ? HttpMethod.Post : new HttpMethod(
            One(["GET", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"])), path);
        request.Content = mangled
            ? Mangled(Encoding.UTF8.GetBytes(string.Join('&', form.Select(pair => $"{Uri.EscapeDataString(pair.Name)}={pair.Value}"))))
            : new FormUrlEncodedContent(form.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)));
        if (signed)
            request.Headers.Add("X-Twilio-Signature", Webhook.Sign($"{Line.PublicUrl}/{path}", form));
        else if (random.Next(3) is var kind and > 0)
            request.Headers.TryAddWithoutValidation(
                "X-Twilio-Signature",
                kind == 1 ? Convert.ToBase64String(Bytes(20)) : Webhook.Sign($"{Line.PublicUrl}/{path}?", form));
        return request;
    }

    /// <summary>A post to one of the form's pages, broken somewhere.</summary>
    public HttpRequestMessage Form(string path)
    {
        var content = new MultipartFormDataContent(random.Next(8) == 0 ? new string('b', random.Next(1, 71)) : "boundary");
        // Without these two a form is refused before anything else of it is read.
        if (random.Next(8) > 0)
            content.Add(new StringContent(Convert.ToHexStringLower(Bytes(16))), "submission");
        if (random.Next(8) > 0)
            content.Add(new StringContent(random.Next(2) == 0 ? "They posted her address." : Value()), "what");
        if (path.EndsWith("receipt", StringComparison.Ordinal) && random.Next(200) == 0)
            content.Add(new StringContent(Code()), "code"); // It is derived, and there is none.
        for (var n = random.Next(6); n >= 0; n--)
            content.Add(new StringContent(Value()), One(
                ["submission", "what", "lang", "code", "add", "target", "when", "\"\"",
                    string.Concat(Value().Where(char.IsAsciiLetterOrDigit)) + "x"]));
        for (var n = random.Next(3); n > 0; n--)
            content.Add(new ByteArrayContent(random.Next(2) == 0 ? [.. SampleFiles.Png, .. Bytes(random.Next(3000))]
                : Bytes(random.Next(3000))), "files", One(["a.png", "../x", "..%2F", "a"]));
        using var whole = new MemoryStream();
        content.CopyTo(whole, null, CancellationToken.None);
        var body = whole.ToArray();
        var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Content = random.Next(2) == 0 ? Mangled(body) : new ByteArrayContent(body);
        request.Content.Headers.Remove("Content-Type");
        request.Content.Headers.TryAddWithoutValidation("Content-Type", random.Next(5) > 0 ? content.Headers.ContentType!.ToString() : One(
            ["text/plain", "multipart/form-data", "multipart/form-data; boundary=", "a/b/c", "application/x-www-form-urlencoded"]));
        return request;
    }

    private (string Name, string Value)[] Form() =>
    [
        ("AccountSid", random.Next(10) > 0 ? LineSettings.AccountSid : Value()),
        ("CallSid", random.Next(5) > 0 ? Webhook.Sid("CA") : Value()),
        ("MessageSid", random.Next(5) > 0 ? Webhook.Sid("SM") : Value()),
        ("RecordingSid", random.Next(5) > 0 ? Webhook.Sid("RE") : Value()), ("From", random.Next(3) > 0 ? "+15005550006" : Value()),
        ("To", random.Next(5) > 0 ? Line.Number : Value()),
        .. Enumerable.Range(0, random.Next(8)).Select(_ => (One(Keys), Value())).DistinctBy(pair => pair.Item1).Where(
            pair => pair.Item1 is not ("AccountSid" or "CallSid" or "MessageSid" or "RecordingSid" or "From" or "To")),
    ];

    private string Query() => random.Next(3) switch
    {
        0 => "",
        1 => "?language=es&transcript=Twilio&take=1&asked=0&waits=0",
        _ => "?" + string.Join('&', Enumerable.Range(0, random.Next(1, 6)).Select(
            _ => $"{One(["language", "transcript", "take", "asked", "waits", "tip", "question", "x"])}={Uri.EscapeDataString(Value())}")),
    };

    private string Value() => random.Next(12) switch
    {
        0 => new string('x', random.Next(5000)),
        1 => string.Concat(Bytes(random.Next(30)).Select(b => (char)(b + 1))),
        _ => One(Values),
    };

    // With its check digit, the same by the same seed.
    private string Code()
    {
        var digits = string.Concat(Enumerable.Range(0, 15).Select(_ => random.Next(10)));
        return Enumerable.Range(0, 10).Select(check => $"{digits}{check}").Single(code => ReceiptCode.Parse(code) is not null);
    }

    private ByteArrayContent Mangled(byte[] bytes)
    {
        for (var n = random.Next(4); n > 0 && bytes.Length > 0; n--)
            switch (random.Next(4))
            {
                case 0: bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes = bytes[..random.Next(bytes.Length)]; break;
                case 2: bytes = [.. bytes, .. Bytes(random.Next(200))]; break;
                default: var at = random.Next(bytes.Length); bytes = [.. bytes[at..], .. bytes[..at]]; break;
            }

        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");
        return content;
    }

    private string One(string[] of) => of[random.Next(of.Length)];

    private byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
