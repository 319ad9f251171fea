using System.Globalization;
using System.Text.Json.Nodes;

namespace Hotline.Local.Twilio;

/// <summary>An incoming text and what it is answered with.</summary>
internal sealed class TextMessage(TextScript script, SimulatedNumber number, TwilioRecords records, Uri rest, Conversation conversation)
{
    private static readonly string[] Stops = ["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"];
    private static readonly string[] Starts = ["START", "YES", "UNSTOP"];

    /// <summary>The message's sid.</summary>
    public string Sid { get; } = TwilioRecords.NewSid(script.Media.Count > 0 ? "MM" : "SM");

    /// <summary>Sends it, and takes what it is answered with.</summary>
    public async Task SendAsync()
    {
        records.Keep("Messages", Sid, Message(script.From, number.PhoneNumber, script.Body, "inbound", "received"));
        foreach (var media in script.Media)
            records.Keep("Media", TwilioRecords.NewSid("ME"), new JsonObject { ["parent_sid"] = Sid, ["content_type"] = media.ContentType }, media.Content);
        conversation.Say("texter", "texts", script.Body);
        foreach (var media in script.Media)
            conversation.Say("texter", "sends", media.ContentType);
        AnswerCarrierWord();
        if (await conversation.AskAsync("message", number.SmsUrl, number.SmsFallbackUrl, Form(), voice: false) is not { } answer)
            return;
        foreach (var reply in answer.Verbs.Where(verb => verb.Name.LocalName == "Message"))
        {
            var text = string.Concat(reply.Nodes().OfType<System.Xml.Linq.XText>().Select(t => t.Value)) + (string?)reply.Element("Body");
            var sent = records.Keep("Messages", TwilioRecords.NewSid("SM"), Message(number.PhoneNumber, script.From, text, "outbound-reply", "delivered"));
            conversation.Say("hotline", "texts", text);
            if ((string?)reply.Attribute("action") is { } action)
                foreach (var status in new[] { "sent", "delivered" })
                    conversation.Tell("message-status", new Uri(answer.From, action), () => [new("MessageSid", sent.Sid), new("MessageStatus", status), new("AccountSid", records.Account), new("From", number.PhoneNumber), new("To", script.From)]);
        }
    }

    // Twilio answers these itself, and delivers the message all the same.
    private void AnswerCarrierWord()
    {
        var word = script.Body.Trim().ToUpperInvariant();
        if (Stops.Contains(word))
            conversation.Say("twilio", "texts", "You have successfully been unsubscribed. You will not receive any more messages from this number. Reply START to resubscribe.");
        else if (Starts.Contains(word))
            conversation.Say("twilio", "texts", "You have successfully been re-subscribed to messages from this number. Reply HELP for help. Reply STOP to unsubscribe.");
        else if (word is "HELP" or "INFO")
            conversation.Say("twilio", "texts", "Reply STOP to unsubscribe. Msg&Data Rates May Apply.");
    }

    private List<KeyValuePair<string, string>> Form()
    {
        var form = new List<KeyValuePair<string, string>>
        {
            new("ToCountry", "US"), new("ToState", ""), new("SmsMessageSid", Sid), new("NumMedia", Text(script.Media.Count)), new("ToCity", ""), new("FromZip", ""),
            new("SmsSid", Sid), new("FromState", ""), new("SmsStatus", "received"), new("FromCity", ""), new("Body", script.Body), new("FromCountry", "US"),
            new("To", number.PhoneNumber), new("ToZip", ""), new("NumSegments", Text(1 + (script.Body.Length / 160))), new("MessageSid", Sid),
            new("AccountSid", records.Account), new("From", script.From), new("ApiVersion", "2010-04-01"),
        };
        var at = 0;
        foreach (var media in records.List("Media").Where(m => m["parent_sid"] == Sid).OrderBy(m => m.Sid, StringComparer.Ordinal))
        {
            form.Add(new($"MediaUrl{at}", $"{rest}2010-04-01/Accounts/{records.Account}/Messages/{Sid}/Media/{media.Sid}"));
            form.Add(new($"MediaContentType{at++}", media["content_type"]!));
        }

        return form;
    }

    private static JsonObject Message(string from, string to, string body, string direction, string status) => new()
    {
        ["from"] = from, ["to"] = to, ["body"] = body, ["direction"] = direction, ["status"] = status, ["num_segments"] = "1", ["num_media"] = "0", ["api_version"] = "2010-04-01",
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
