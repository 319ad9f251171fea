namespace Hotline.Local.Twilio.Account;

/// <summary>How a call or text went.</summary>
/// <param name="Sid">The call's or message's sid.</param>
/// <param name="Ending">How it ended, in words: the caller hung up, the hotline hung up, the document ended, …</param>
/// <param name="Lines">What was said.</param>
/// <param name="Exchanges">What was requested, in the order of the answers.</param>
/// <param name="Errors">What the account's debugger shows of it.</param>
/// <param name="Recordings">The sids of what was recorded.</param>
/// <param name="HeardError">Whether the caller heard "an application error has occurred".</param>
internal sealed record ConversationResult(
    string Sid, string Ending, IReadOnlyList<ConversationLine> Lines, IReadOnlyList<WebhookExchange> Exchanges,
    IReadOnlyList<TwilioError> Errors,
    IReadOnlyList<string> Recordings, bool HeardError);

/// <summary>A line of a conversation as it goes.</summary>
/// <param name="Who"><c>hotline</c>, <c>caller</c>, <c>texter</c> or <c>twilio</c>.</param>
/// <param name="Does"><c>says (en-US)</c>, <c>presses</c>, <c>hangs up</c>, …</param>
/// <param name="Text">The words; may be empty.</param>
internal sealed record ConversationLine(string Who, string Does, string Text);

/// <summary>A request that the simulator made, and its last answer.</summary>
/// <param name="Kind">Of <see cref="WebhookKind"/>.</param>
/// <param name="Url">The URL as it was given, fragment and all.</param>
/// <param name="Form">What was posted.</param>
/// <param name="Status">The answer's status; 0 when none came.</param>
/// <param name="ContentType">The answer's content type.</param>
/// <param name="Body">The answer.</param>
/// <param name="Tries">How often it was requested.</param>
internal sealed record WebhookExchange(
    string Kind, string Url, IReadOnlyList<KeyValuePair<string, string>> Form, int Status, string? ContentType, string Body, int Tries)
{
    /// <summary>When its last answer came, or was given up.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Whether it was answered with 2xx.</summary>
    public bool Succeeded => Status is >= 200 and < 300;

    /// <summary>The posted value under this key; null when there is none.</summary>
    public string? Field(string key) => Form.FirstOrDefault(pair => pair.Key == key).Value;
}

/// <summary>An error by Twilio's code (https://www.twilio.com/docs/api/errors).</summary>
internal sealed record TwilioError(int Code, string Message);

/// <summary>Twilio would refuse this, with this code.</summary>
internal sealed class TwilioException(int code, string reason) : Exception(reason)
{
    /// <summary>Twilio's code of the error.</summary>
    public int Code => code;
}
