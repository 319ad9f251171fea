using Hotline.Local.Speech;

namespace Hotline.Local.Twilio.Calls;

/// <summary>What was recorded.</summary>
/// <param name="Sound">The WAV.</param>
/// <param name="Ending">The key that ended it, <c>hangup</c>, or empty: silence or its length did.</param>
/// <param name="Silent">Whether nobody spoke.</param>
internal sealed record Take(byte[] Sound, string Ending, bool Silent)
{
    /// <summary>How long it is, in whole seconds, as Twilio tells it.</summary>
    public int Seconds { get; } = (int)Math.Round(Wav.Seconds(Sound));

    /// <summary>
    /// Words, and the silence after them where no key or hang-up ended it; together no longer than the longest recording.
    /// </summary>
    public static Take OfWords(string words, string ending, double silence, double longest) =>
        new(Wav.Speak(words, ending.Length > 0 ? 0 : Math.Clamp(longest - Wav.SecondsOf(words), 0, silence)), ending, Silent: false);

    /// <summary>The silence that ends a recording; a moment where a key or a hang-up did.</summary>
    public static Take OfSilence(string ending, double silence, double longest) =>
        new(Wav.Silence(ending.Length > 0 ? 1 : Math.Min(silence, longest)), ending, Silent: true);
}
