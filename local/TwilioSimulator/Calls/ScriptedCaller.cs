using System.Xml.Linq;
using Hotline.Local.Speech;
using Hotline.Local.Twilio.Account;
using Hotline.Local.Twilio.Twiml;
using Hotline.Local.Twilio.Webhooks;

namespace Hotline.Local.Twilio.Calls;

/// <summary>Presses, says and hangs up as the script has it.</summary>
internal sealed class ScriptedCaller(CallScript script, Conversation conversation) : ICaller
{
    private readonly Queue<string> keys = new(script.Keys);
    private readonly LinkedList<string> says = new(script.Says);
    private byte[]? audio = script.Audio;
    private string step = "greeting";

    /// <inheritdoc/>
    public string DialStatus => script.DialStatus;

    /// <inheritdoc/>
    public bool IsGone { get; private set; }

    /// <inheritdoc/>
    public bool Interrupts => false;

    /// <inheritdoc/>
    public string LanguageOf(string words) => script.Language ?? SpokenLanguage.Of(words);

    /// <inheritdoc/>
    public void Reach(string next) => step = next;

    /// <inheritdoc/>
    public Task HearAsync(XElement say)
    {
        IsGone = step != "record" && HangsUp();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task WaitAsync(XElement pause) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<(string Digits, string Finish)> PressAsync(XElement gather) => Task.FromResult(Press(gather));

    /// <inheritdoc/>
    public Task<Take> SpeakAsync(XElement record) => Task.FromResult(Speak(record));

    private (string Digits, string Finish) Press(XElement gather)
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

    private Take Speak(XElement record)
    {
        Reach("record");
        var hangsUp = HangsUp();
        var silence = record.Number("timeout", 5);
        var longest = record.Number("maxLength", record.Text("transcribe") == "true" ? 120 : 3600);
        var key = hangsUp ? "hangup" : FinishKey(record);
        var take = audio is not null ? Play(longest, key)
            : SayNext() is { } words ? Say(words, longest, key, silence)
            : SayNothing(hangsUp ? key : "", silence, longest);
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
            return Take.OfWords(said, key, silence, longest);
        says.AddFirst(cutOff);
        return new Take(Wav.Speak(said, 0), "", Silent: false);
    }

    private Take SayNothing(string ending, double silence, double longest)
    {
        conversation.Say("caller", "says nothing");
        return Take.OfSilence(ending, silence, longest);
    }

    private string FinishKey(XElement record) =>
        script.FinishKey is { Length: 1 } key
            && (record.Text("finishOnKey") ?? "1234567890*#").Contains(key, StringComparison.Ordinal) ? key : "";
}
