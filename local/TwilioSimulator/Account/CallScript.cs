using Hotline.Local.Speech;

namespace Hotline.Local.Twilio.Account;

/// <summary>What a simulated caller does.</summary>
internal sealed record CallScript
{
    /// <summary>
    /// The steps after which a caller can hang up: the first words; the first words after the menu; what was said at the first recording;
    /// the first words of the answer to it.
    /// </summary>
    public static readonly IReadOnlyList<string> Steps = ["greeting", "menu", "record", "receipt"];

    /// <summary>
    /// The caller's number; not always one (https://help.twilio.com/articles/223179988): <c>anonymous</c>, <c>+266696687</c>, empty.
    /// </summary>
    public string From { get; init; } = "+15005550006";

    /// <summary>The number from which the call was forwarded to the line; null where it was not.</summary>
    public string? ForwardedFrom { get; init; }

    /// <summary>The number called; null: the account's first.</summary>
    public string? To { get; init; }

    /// <summary>Keys pressed at the <c>Gather</c>s, in turn; an empty text, or none left, is nobody pressing.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>
    /// What is said at the <c>Record</c>s, in turn; an empty text, or none left, is silence. What a recording cuts off is said at the next
    /// one.
    /// </summary>
    public IReadOnlyList<string> Says { get; init; } = [];

    /// <summary>A WAV that the first recording holds byte for byte, in the place of words.</summary>
    public byte[]? Audio { get; init; }

    /// <summary>What those who transcribe hear in <see cref="Audio"/>: its bytes are not touched, so they know it by its hash.</summary>
    public string? Transcript { get; init; }

    /// <summary>
    /// The language spoken, such as <c>en-US</c> or <c>es-MX</c>: the classic transcription knows English alone. Null: guessed from the
    /// words.
    /// </summary>
    public string? Language { get; init; }

    /// <summary>The key that ends a recording once all is said; null or empty: silence ends it.</summary>
    public string? FinishKey { get; init; } = "#";

    /// <summary>After which of the <see cref="Steps"/> the caller hangs up; null: not at all.</summary>
    public string? HangUpAfter { get; init; }

    /// <summary>
    /// How Twilio takes a silent recording. False, as documented today: it is stored, and the action requested. True, as documented before:
    /// it is not stored (16102), and the document goes on.
    /// </summary>
    public bool SilenceFallsThrough { get; init; }

    /// <summary>How a <c>Dial</c> ends: <c>completed</c>, <c>busy</c>, <c>no-answer</c> or <c>failed</c>.</summary>
    public string DialStatus { get; init; } = "completed";

    /// <summary>Whether the result waits until every callback of the call was answered or given up.</summary>
    public bool WaitsForCallbacks { get; init; } = true;

    /// <summary>Throws where the script says what can't be.</summary>
    /// <exception cref="ArgumentException">The message says what can be.</exception>
    public void Check()
    {
        if (HangUpAfter is { } step && !Steps.Contains(step))
            throw new ArgumentException($"A caller can hang up after {string.Join(", ", Steps)}.");
        if (Keys.Any(keys => keys.Any(key => !"0123456789*#".Contains(key))))
            throw new ArgumentException("A phone has the keys 0 to 9, * and #.");
        if (FinishKey is { Length: > 0 } finish && (finish.Length > 1 || !"0123456789*#".Contains(finish[0])))
            throw new ArgumentException("A recording is ended by one key: 0 to 9, * or #.");
        if (Audio is not null && Wav.Seconds(Audio) <= 0)
            throw new ArgumentException("The audio has to be a WAV file.");
        if (DialStatus is not ("completed" or "busy" or "no-answer" or "failed"))
            throw new ArgumentException("A dialled call ends as completed, busy, no-answer or failed.");
    }
}
