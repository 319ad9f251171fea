using Hotline.Local.Twilio.Account;
using Hotline.Local.Twilio.Messages;
using Hotline.Local.Twilio.Twiml;
using Hotline.Local.Twilio.Webhooks;
using Microsoft.AspNetCore.Http;

namespace Hotline.Local.Twilio.Rest;

/// <summary>Sends and redacts messages (https://www.twilio.com/docs/messaging/api/message-resource).</summary>
/// <param name="account">Whose they are.</param>
/// <param name="misbehaviour">What goes wrong on request.</param>
/// <param name="background">Has a conversation whose callbacks nobody waits for.</param>
internal sealed class MessagesApi(TwilioAccount account, Misbehaviour misbehaviour, Action<Action<Conversation>> background)
{
    private const int MaxCharacters = 1600;

    /// <summary>Sends one: taken with 201, delivered later.</summary>
    public async Task<IResult> SendAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        try
        {
            var message = Read(form);
            var queued = message.Queue(account);
            background(conversation => message.Send(account, queued, conversation, misbehaviour));
            return RestAnswer.Resource(queued, 201);
        }
        catch (TwilioException e)
        {
            return RestAnswer.Error(400, e.Code, e.Message);
        }
    }

    /// <summary>Takes the words out of one: an empty <c>Body</c> is all that can be posted.</summary>
    public async Task<IResult> RedactAsync(string sid, HttpRequest request)
    {
        if (account.Records.Find("Messages", sid) is not { } message)
            return RestAnswer.NotFound;
        var form = await request.ReadFormAsync();
        if (!form.TryGetValue("Body", out var body) || body.ToString().Length > 0)
            return RestAnswer.Error(400, 20001, "Only an empty Body can be posted");
        if (message["status"] is "accepted" or "scheduled" or "queued" or "sending" or "receiving")
            return RestAnswer.Error(409, 20009, "Cannot update this resource before it is complete");
        account.Records.Change(sid, ("body", ""));
        return RestAnswer.Resource(account.Records.Find("Messages", sid) ?? message);
    }

    private OutgoingMessage Read(IFormCollection form)
    {
        var (to, from, body, media) = (form["To"].ToString(), form["From"].ToString(), form["Body"].ToString(), form["MediaUrl"].Count);
        if (to.Length == 0)
            throw new TwilioException(21604, "A 'To' phone number is required.");
        if (!AttributeRule.IsPhone(to))
            throw new TwilioException(21211, "Invalid 'To' Phone Number");
        if (from.Length == 0)
            throw new TwilioException(21603, "A 'From' phone number is required.");
        if (account.Numbers.All(number => number.PhoneNumber != from))
            throw new TwilioException(
                21606, "The 'From' phone number provided is not a valid message-capable Twilio phone number for this destination.");
        if (body.Length == 0 && media == 0)
            throw new TwilioException(21602, "Message body is required.");
        if (body.Length > MaxCharacters)
            throw new TwilioException(21617, "The concatenated message body exceeds the 1600 character limit");
        var callback = form["StatusCallback"].ToString();
        if (callback.Length > 0 && !(AttributeRule.IsUrl(callback) && Uri.IsWellFormedUriString(callback, UriKind.Absolute)))
            throw new TwilioException(21609, "The 'StatusCallback' URL is not a valid URL.");
        return new OutgoingMessage(from, to, body, "outbound-api", callback.Length > 0 ? new Uri(callback) : null) { Media = media };
    }
}
