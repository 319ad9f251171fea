namespace Hotline.Contracts;

/// <summary>The routes of a call, for the functions that serve them and the documents that name them.</summary>
public static class WebhookRoutes
{
    /// <summary>A call begins.</summary>
    public const string Answer = "twilio/voice/answer";

    /// <summary>A key was pressed in the greeting.</summary>
    public const string Menu = "twilio/voice/menu";

    /// <summary>The digits of an earlier report's receipt.</summary>
    public const string Code = "twilio/voice/code";

    /// <summary>A recording ended, and the caller waits.</summary>
    public const string Recorded = "twilio/voice/recorded";

    /// <summary>A caller waits for a receipt.</summary>
    public const string Receipt = "twilio/voice/receipt";

    /// <summary>A recording's state, by callback.</summary>
    public const string Recording = "twilio/voice/recording";

    /// <summary>Twilio's own transcript, by callback.</summary>
    public const string Transcript = "twilio/voice/transcript";

    /// <summary>A call's state, by callback.</summary>
    public const string Status = "twilio/voice/status";
}
