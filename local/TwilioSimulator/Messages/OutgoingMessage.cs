using System.Text.Json.Nodes;
using Hotline.Local.Twilio.Account;
using Hotline.Local.Twilio.Webhooks;

namespace Hotline.Local.Twilio.Messages;

/// <summary>A message that the account sends, by REST, by TwiML or by itself.</summary>
/// <param name="From">One of the account's numbers.</param>
/// <param name="To">Who gets it.</param>
/// <param name="Body">Its words.</param>
/// <param name="Direction"><c>outbound-api</c> or <c>outbound-reply</c>.</param>
/// <param name="StatusCallback">Is told how far it got.</param>
internal sealed record OutgoingMessage(string From, string To, string Body, string Direction, Uri? StatusCallback = null)
{
    /// <summary>How many media items go with it.</summary>
    public int Media { get; init; }

    /// <summary>How the callback is requested.</summary>
    public HttpMethod Method { get; init; } = HttpMethod.Post;

    /// <summary>Takes it for sending: the resource is there, queued.</summary>
    /// <exception cref="TwilioException">21610: the receiver said STOP.</exception>
    public TwilioRecord Queue(TwilioAccount account)
    {
        if (account.OptOuts.Has(To, From))
            throw new TwilioException(21610, "The receiver has said STOP to this number.");
        return account.Records.Add(
            "Messages", TwilioRecords.NewSid(Media > 0 ? "MM" : "SM"), Fields(From, To, Body, Direction, "queued", Media));
    }

    /// <summary>Sends it: it is delivered or not, and the callback is told; where no carrier reports, it stays sent.</summary>
    public void Send(TwilioAccount account, TwilioRecord queued, Conversation conversation, Misbehaviour misbehaviour)
    {
        if (misbehaviour.Undelivered is null)
            account.Threads.Got(To, Body, Media);
        if (misbehaviour.Unreported)
        {
            account.Records.Change(queued.Sid, ("status", "sent"), ("date_sent", TwilioRecords.Text(account.Time.GetUtcNow())));
            conversation.Tell(WebhookKind.MessageStatus, Method, StatusCallback, Form("sent"));
            return;
        }

        var undelivered = misbehaviour.Undelivered;
        var final = undelivered is null ? "delivered" : "undelivered";
        account.Records.Change(
            queued.Sid, ("status", final), ("date_sent", TwilioRecords.Text(account.Time.GetUtcNow())), ("error_code", undelivered));
        conversation.Tell(WebhookKind.MessageStatus, Method, StatusCallback, Form("sent"), Form(final,
        [
            new("RawDlrDoneDate", $"{account.Time.GetUtcNow():yyMMddHHmm}"),
            .. undelivered is { } code ? new[] { KeyValuePair.Create("ErrorCode", $"{code}") } : [],
        ]));

        List<KeyValuePair<string, string>> Form(string status, params IReadOnlyList<KeyValuePair<string, string>> more) =>
        [
            new("MessageSid", queued.Sid), new("SmsSid", queued.Sid), new("MessageStatus", status), new("SmsStatus", status),
            new("AccountSid", account.Sid),
            new("From", From), new("To", To), new("ApiVersion", "2010-04-01"), .. more,
        ];
    }

    /// <summary>The fields of a message's resource (https://www.twilio.com/docs/messaging/api/message-resource).</summary>
    public static JsonObject Fields(string from, string to, string body, string direction, string status, int media) => new()
    {
        ["from"] = from,
        ["to"] = to,
        ["body"] = body,
        ["direction"] = direction,
        ["status"] = status,
        ["num_media"] = $"{media}",
        ["num_segments"] = $"{Segments.Of(body)}",
        ["date_sent"] = null,
        ["error_code"] = null,
        ["error_message"] = null,
        ["messaging_service_sid"] = null,
        ["price"] = null,
        ["price_unit"] = "USD",
    };
}
