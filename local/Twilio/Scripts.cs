namespace Hotline.Local.Twilio;

/// <summary>What a simulated caller does.</summary>
internal sealed record CallScript
{
    /// <summary>The steps at which a caller can hang up.</summary>
    public static readonly IReadOnlyList<string> Steps = ["greeting", "menu", "record", "receipt"];

    /// <summary>The caller's number.</summary>
    public string From { get; init; } = "+15005550006";

    /// <summary>The number called; null: the account's first.</summary>
    public string? To { get; init; }

    /// <summary>Keys pressed at the menus, in turn; an empty text or none left is nobody pressing.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>What is said at the recordings, in turn; none left is silence.</summary>
    public IReadOnlyList<string> Says { get; init; } = [];

    /// <summary>A WAV that the first recording holds byte for byte, in the place of words.</summary>
    public byte[]? Audio { get; init; }

    /// <summary>What those who transcribe hear in <see cref="Audio"/>.</summary>
    public string? Transcript { get; init; }

    /// <summary>The key that ends a recording; null lets silence end it.</summary>
    public string? FinishKey { get; init; } = "#";

    /// <summary>When to hang up: during the greeting, after the menu, while recording (after speaking), or during the answer to a recording. Null: not at all.</summary>
    public string? HangUpAfter { get; init; }

    /// <summary>Whether a silent recording is dropped and the document goes on, as Twilio's older documentation says.</summary>
    public bool SilenceFallsThrough { get; init; }
}

/// <summary>What a simulated texter sends.</summary>
internal sealed record TextScript
{
    /// <summary>The sender's number.</summary>
    public string From { get; init; } = "+15005550006";

    /// <summary>The number texted; null: the account's first.</summary>
    public string? To { get; init; }

    /// <summary>The words.</summary>
    public string Body { get; init; } = "";

    /// <summary>Up to ten media items.</summary>
    public IReadOnlyList<MediaFile> Media { get; init; } = [];
}

/// <summary>A media item of a text.</summary>
internal sealed record MediaFile(string ContentType, byte[] Content);

/// <summary>A line of a conversation as it goes.</summary>
/// <param name="Who"><c>hotline</c>, <c>caller</c> or <c>twilio</c>.</param>
/// <param name="Does"><c>says</c>, <c>presses</c>, <c>hangs up</c>, …</param>
/// <param name="Text">The words; may be empty.</param>
internal sealed record ConversationLine(string Who, string Does, string Text);

/// <summary>A request that the simulator made, and its last answer.</summary>
internal sealed record WebhookExchange(string Kind, string Url, IReadOnlyList<KeyValuePair<string, string>> Form, int Status, string Body, int Tries);

/// <summary>How a call or text went.</summary>
/// <param name="Sid">The call's or message's sid.</param>
/// <param name="Lines">What was said.</param>
/// <param name="Exchanges">What was requested.</param>
/// <param name="Errors">What Twilio's debugger would show, by its code.</param>
/// <param name="HeardError">Whether "an application error has occurred" was heard.</param>
internal sealed record ConversationResult(
    string Sid, IReadOnlyList<ConversationLine> Lines, IReadOnlyList<WebhookExchange> Exchanges, IReadOnlyList<TwilioError> Errors, bool HeardError);

/// <summary>An error by Twilio's code (https://www.twilio.com/docs/api/errors).</summary>
internal sealed record TwilioError(int Code, string Message);
