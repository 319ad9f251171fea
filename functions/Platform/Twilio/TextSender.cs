using System.Net;
using Hotline.Contracts;
using Hotline.Platform.Storage;
using Twilio.Clients;
using Twilio.Exceptions;
using Twilio.Rest.Api.V2010.Account;
using Twilio.Types;

namespace Hotline.Platform.Twilio;

/// <summary>
/// Sends texts with Review's own API key. Twilio's refusals name the number, so nothing of them is passed on but the code.
/// </summary>
public sealed class TextSender(ITwilioRestClient twilio)
{
    /// <summary>Sends one; it is queued at Twilio when this returns. A crash behind it may send it twice.</summary>
    /// <param name="from">A number in E.164, or a messaging service (<c>MG…</c>).</param>
    /// <param name="to">Who gets it, in E.164.</param>
    /// <param name="body">The words, up to 1600 characters.</param>
    /// <param name="statusCallback">Is told how far it got; null: nobody is.</param>
    /// <returns>The message's sid.</returns>
    /// <exception cref="TextRefusedException">Twilio will never send it.</exception>
    /// <exception cref="NotYetException">Twilio does not take the API key: people mend that, giving up does not.</exception>
    /// <exception cref="ApiException">Twilio is busy or broken (429, 5xx): later may help.</exception>
    /// <exception cref="ApiConnectionException">Twilio can't be reached.</exception>
    public async Task<string> SendAsync(string from, string to, string body, Uri? statusCallback, CancellationToken stop)
    {
        var message = new CreateMessageOptions(new PhoneNumber(to)) { Body = body, StatusCallback = statusCallback };
        if (from.StartsWith("MG", StringComparison.Ordinal))
            message.MessagingServiceSid = from;
        else
            message.From = new PhoneNumber(from);
        try
        {
            return (await MessageResource.CreateAsync(message, twilio).WaitAsync(stop)).Sid;
        }
        catch (ApiException e) when (e.Status == (int)HttpStatusCode.Unauthorized)
        {
            throw new NotYetException("Twilio does not take Review's API key.");
        }
        catch (ApiException e) when (!Transient.Is(e, stop) || (e.Status == (int)HttpStatusCode.Forbidden && IsOfText(e.Code)))
        {
            throw new TextRefusedException(e.Code);
        }
    }

    // 20003 and its like are the account's; from 21000 on they are this text's: https://www.twilio.com/docs/api/errors
    private static bool IsOfText(int code) => code is >= 21000 and < 22000;
}

/// <summary>Twilio refuses a text for good.</summary>
/// <param name="code">Twilio's error, such as 21610: the receiver said STOP (https://www.twilio.com/docs/api/errors).</param>
public sealed class TextRefusedException(int code)
    : RefusedException($"Twilio refuses the text (error {code}, https://www.twilio.com/docs/errors/{code}).")
{
    /// <summary>Twilio's error.</summary>
    public int Code => code;
}
