using System.Globalization;
using Hotline.Local.Speech;
using Hotline.Local.Twilio.Account;
using Hotline.Local.Twilio.Calls;
using Hotline.Local.Twilio.Webhooks;

namespace Hotline.Local.Twilio.Phone;

/// <summary>What a person at the page says at one <c>Record</c>.</summary>
/// <param name="conversation">Hears it.</param>
/// <param name="account">Is told what is said in a sound.</param>
/// <param name="languageOf">The language of words.</param>
/// <param name="longest">How long it may be, in seconds.</param>
internal sealed class LiveRecording(Conversation conversation, TwilioAccount account, Func<string, string> languageOf, int longest)
{
    private string words = "";
    private byte[]? sound;

    /// <summary>Adds what is done.</summary>
    /// <param name="act">What is done.</param>
    /// <param name="finish">The keys that end it.</param>
    /// <returns>What has ended it: a key, or empty for silence and its length; null while it goes on.</returns>
    public string? Add(CallerAct act, string finish)
    {
        if (act.Says is { } says)
            return Say(says.Trim()) ? null : "";
        if (act.Sound is not null)
            Play(act.Sound);
        return act.Silent ? "" : act.Key is { } key && finish.Contains(key, StringComparison.Ordinal) ? key : null;
    }

    /// <summary>What was recorded.</summary>
    public Take End(string ending, int silence)
    {
        if (sound is not null)
        {
            // Those who transcribe can't hear; what was typed beside the microphone's sound is what they are told of it.
            if (words.Length > 0)
                account.Hear(sound, words);
            return new Take(sound, ending, Silent: false);
        }

        if (words.Length > 0)
            return Take.OfWords(words, ending, silence, longest);
        conversation.Say("caller", "says nothing");
        return Take.OfSilence(ending, silence, longest);
    }

    // What does not fit is not said: the recording's length has ended it, and this is false.
    private bool Say(string says)
    {
        var (said, cutOff) = Wav.Cut(says, longest - (words.Length > 0 ? Wav.SecondsOf(words) : 0));
        conversation.Say("caller", $"says ({languageOf(said)})", said);
        words = $"{words} {said}".Trim();
        return cutOff is null;
    }

    private void Play(byte[] spoken)
    {
        sound = spoken;
        conversation.Say("caller", "speaks", string.Create(CultureInfo.InvariantCulture, $"{Wav.Seconds(spoken):0} s"));
    }
}
