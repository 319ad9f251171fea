namespace Hotline.Local.Twilio.Account;

/// <summary>The kinds of requests that the simulator makes.</summary>
internal static class WebhookKind
{
    /// <summary>A call begins.</summary>
    public const string Answer = "answer";

    /// <summary>A number of the account is called by the account itself: what it says.</summary>
    public const string Called = "called";

    /// <summary>The action of a <c>Gather</c>.</summary>
    public const string Menu = "menu";

    /// <summary>The action of a <c>Record</c>.</summary>
    public const string Recorded = "recorded";

    /// <summary>The action of a <c>Dial</c>.</summary>
    public const string Dialed = "dialed";

    /// <summary>A <c>Redirect</c>.</summary>
    public const string Redirect = "redirect";

    /// <summary>The fallback URL of a number.</summary>
    public const string Fallback = "fallback";

    /// <summary>A recording's state, by callback.</summary>
    public const string Recording = "recording";

    /// <summary>A classic transcription, by callback.</summary>
    public const string Transcript = "transcript";

    /// <summary>A call's end, by callback.</summary>
    public const string Status = "status";

    /// <summary>A sound that a document plays.</summary>
    public const string Sound = "sound";

    /// <summary>A text came.</summary>
    public const string Message = "message";

    /// <summary>How far a sent message got, by callback.</summary>
    public const string MessageStatus = "message-status";
}
