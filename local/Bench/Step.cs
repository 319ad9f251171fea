namespace Hotline.Local.Bench;

/// <summary>The three webhooks that a plain version needs as well, and how each is asked for.</summary>
internal enum Step
{
    /// <summary>A call comes in: its metadata are stored, and the caller hears the greeting.</summary>
    Call,

    /// <summary>Twilio's transcript of a recording: it goes to the queue.</summary>
    Transcript,

    /// <summary>A text comes in: its metadata are stored, its words go to the queue.</summary>
    Text,
}
