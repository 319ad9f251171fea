using System.Text.Json.Nodes;
using System.Xml.Linq;
using Hotline.Local.Twilio.Account;
using Hotline.Local.Twilio.Twiml;
using Hotline.Local.Twilio.Webhooks;

namespace Hotline.Local.Twilio.Messages;

/// <summary>A text that came in, and what it is answered with (https://www.twilio.com/docs/messaging/twiml).</summary>
internal sealed class IncomingText(
    TextScript script, SimulatedNumber number, TwilioAccount account, ReplyRate rate, Misbehaviour misbehaviour, Conversation conversation)
{
    private const int MaxDocuments = 10;

    private readonly List<TwilioRecord> media = [];

    public string Sid { get; } = TwilioRecords.NewSid(script.Media.Count > 0 ? "MM" : "SM");

    /// <summary>Receives it, announces it, and carries the answer out.</summary>
    public async Task PlayAsync()
    {
        Receive();
        if (number.HandlesOptOut && account.OptOuts.Take(script.From, number.PhoneNumber, script.Body) is { } own)
            AnswerForTwilio(own);
        var document = await conversation.AskAsync(WebhookKind.Message, number.SmsMethod, number.SmsUrl, number, Form(), voice: false);
        for (var documents = 1; document is not null; documents++)
        {
            if (documents > MaxDocuments)
            {
                conversation.Complain(new TwilioException(14106, "The answer redirects too often."));
                return;
            }

            document = await AnswerAsync(document);
        }
    }

    private void Receive()
    {
        var fields = OutgoingMessage.Fields(script.From, number.PhoneNumber, script.Body, "inbound", "received", script.Media.Count);
        fields["date_sent"] = TwilioRecords.Text(account.Time.GetUtcNow());
        account.Records.Add("Messages", Sid, fields);
        conversation.Say("texter", "texts", script.Body);
        foreach (var file in script.Media)
        {
            media.Add(account.Records.Add("Media", TwilioRecords.NewSid("ME"),
                new JsonObject { ["parent_sid"] = Sid, ["content_type"] = file.ContentType }, file.Content));
            conversation.Say("texter", "sends", file.ContentType);
        }

        account.Threads.Sent(script.From, script.Body, [.. media.Zip(script.Media, (record, file) => (record.Sid, file))]);
    }

    // Twilio's own answer goes out even after a STOP, and is a message like others.
    private void AnswerForTwilio(string words)
    {
        account.Records.Add("Messages", TwilioRecords.NewSid("SM"), OutgoingMessage.Fields(
            number.PhoneNumber, script.From, words, "outbound-reply", "delivered", 0));
        account.Threads.Got(script.From, words, 0);
        conversation.Say("twilio", "texts", words);
    }

    private async Task<TwimlDocument?> AnswerAsync(TwimlDocument document)
    {
        foreach (var verb in document.Verbs)
        {
            if (verb.Name == "Redirect")
                return await conversation.AskAsync(
                    WebhookKind.Redirect, new HttpMethod(verb.Text("method") ?? "POST"), new Uri(document.Url, verb.Value.Trim()),
                    number, Form(), voice: false);
            Reply(verb, document.Url);
        }

        return null;
    }

    private void Reply(XElement verb, Uri from)
    {
        var reply = new OutgoingMessage(
            verb.Text("from") ?? number.PhoneNumber, verb.Text("to") ?? script.From, verb.Words(), "outbound-reply",
            verb.Url("statusCallback", from) ?? verb.Url("action", from))
        {
            Media = verb.Elements("Media").Count(),
            Method = new HttpMethod(verb.Text("method") ?? "POST"),
        };
        try
        {
            rate.Count(reply);
            var queued = reply.Queue(account);
            conversation.Say("hotline", "texts", reply.Body);
            reply.Send(account, queued, conversation, misbehaviour);
        }
        catch (TwilioException e)
        {
            conversation.Complain(e);
        }
    }

    // https://www.twilio.com/docs/messaging/guides/webhook-request
    private List<KeyValuePair<string, string>> Form()
    {
        var form = new List<KeyValuePair<string, string>>
        {
            new("MessageSid", Sid), new("SmsSid", Sid), new("SmsMessageSid", Sid), new("AccountSid", account.Sid), new("From", script.From),
            new("To", number.PhoneNumber),
            new("Body", script.Body), new("NumMedia", $"{media.Count}"), new("NumSegments", $"{Segments.Of(script.Body)}"),
            new("SmsStatus", "received"), new("ApiVersion", "2010-04-01"),
        };
        foreach (var party in new[] { "From", "To" })
            form.AddRange([new($"{party}City", ""), new($"{party}State", ""), new($"{party}Zip", ""), new($"{party}Country", "US")]);
        for (var at = 0; at < media.Count; at++)
            form.AddRange([new($"MediaUrl{at}", account.UrlOf($"Messages/{Sid}/Media/{media[at].Sid}")), new(
                $"MediaContentType{at}", media[at]["content_type"]!)]);
        if (script.OptOutType is { } type)
            form.Add(new("OptOutType", type));
        return form;
    }
}
