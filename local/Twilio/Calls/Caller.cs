using System.Xml.Linq;
using Hotline.Local.Speech;
using Hotline.Local.Twilio.Twiml;

namespace Hotline.Local.Twilio.Calls;

/// <summary>The person on the phone: presses, says and hangs up as the script has it.</summary>
internal sealed class Caller(CallScript script, Conversation conversation)
{
    private readonly Queue<string> keys = new(script.Keys);
    private readonly LinkedList<string> says = new(script.Says);
    private byte[]? audio = script.Audio;
    private string step = "greeting";

    /// <summary>The language of what is said.</summary>
    public string LanguageOf(string words) => script.Language ?? SpokenLanguage.Of(words);

    /// <summary>How a dialled call ends.</summary>
    public string DialStatus => script.DialStatus;

    /// <summary>Whether the caller hangs up, having heard the first words of this step.</summary>
    public bool HangsUpHearing() => step != "record" && HangsUp();

    /// <summary>The call comes to another step.</summary>
    public void Reach(string next) => step = next;

    /// <summary>Presses keys at a <c>Gather</c>.</summary>
    /// <returns>The digits, and the key that finished them; both empty where nobody pressed.</returns>
    public (string Digits, string Finish) Press(XElement gather)
    {
        var takesKeys = gather.Text("input")?.Contains("dtmf", StringComparison.Ordinal) != false;
        if (!takesKeys || !keys.TryDequeue(out var pressed) || pressed.Length == 0)
            return ("", "");
        conversation.Say("caller", "presses", pressed);
        var finish = gather.Text("finishOnKey") ?? "#";
        var end = finish.Length > 0 ? pressed.IndexOf(finish[0]) : -1;
        var digits = end < 0 ? pressed : pressed[..end];
        var most = gather.Number("numDigits", int.MaxValue);
        return digits.Length >= most ? (digits[..most], "") : (digits, end < 0 ? "" : finish);
    }

    /// <summary>Speaks at a <c>Record</c>, until silence, a key, its length or a hang-up ends it.</summary>
    public Take Speak(XElement record)
    {
        Reach("record");
        var hangsUp = HangsUp();
        var silence = record.Number("timeout", 5);
        var longest = record.Number("maxLength", record.Text("transcribe") == "true" ? 120 : 3600);
        var key = hangsUp ? "hangup" : FinishKey(record);
        var pause = key.Length > 0 ? 0 : silence;
        var take = audio is not null ? Play(longest, key) : SayNext() is { } words ? Say(words, longest, key, pause) : SayNothing(Math.Min(silence, longest), hangsUp);
        if (take.Ending == key && key.Length == 1)
            conversation.Say("caller", "presses", key);
        return take;
    }

    private bool HangsUp() => script.HangUpAfter == step;

    private string? SayNext()
    {
        if (says.First is not { Value: var words })
            return null;
        says.RemoveFirst();
        return string.IsNullOrWhiteSpace(words) ? null : words;
    }

    // The bytes stay as they are: a recording that would have to be cut is a mistake in the script.
    private Take Play(double longest, string key)
    {
        var (sound, seconds) = (audio!, Wav.Seconds(audio));
        audio = null;
        if (seconds > longest)
            throw new ArgumentException($"The audio is longer than the {longest} seconds that the hotline records.");
        conversation.Say("caller", "plays a recording", script.Transcript ?? "");
        return new Take(sound, key, Silent: false);
    }

    private Take Say(string words, double longest, string key, double silence)
    {
        var (said, cutOff) = Wav.Cut(words, longest);
        conversation.Say("caller", $"says ({LanguageOf(said)})", said);
        if (cutOff is null)
            return new Take(Wav.Speak(said, Math.Min(silence, Math.Max(0, longest - Wav.SecondsOf(said)))), key, Silent: false);
        says.AddFirst(cutOff);
        return new Take(Wav.Speak(said, 0), "", Silent: false);
    }

    private Take SayNothing(double silence, bool hangsUp)
    {
        conversation.Say("caller", "says nothing");
        return new Take(Wav.Silence(hangsUp ? 1 : silence), hangsUp ? "hangup" : "", Silent: true);
    }

    private string FinishKey(XElement record) =>
        script.FinishKey is { Length: 1 } key && (record.Text("finishOnKey") ?? "1234567890*#").Contains(key, StringComparison.Ordinal) ? key : "";
}

/// <summary>What was recorded.</summary>
/// <param name="Sound">The WAV.</param>
/// <param name="Ending">The key that ended it, <c>hangup</c>, or empty: silence or its length did.</param>
/// <param name="Silent">Whether nobody spoke.</param>
internal sealed record Take(byte[] Sound, string Ending, bool Silent)
{
    /// <summary>How long it is, in whole seconds, as Twilio tells it.</summary>
    public int Seconds { get; } = (int)Math.Round(Wav.Seconds(Sound));
}
