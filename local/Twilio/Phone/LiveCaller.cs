using System.Globalization;
using System.Threading.Channels;
using System.Xml.Linq;
using Hotline.Local.Speech;
using Hotline.Local.Twilio.Calls;
using Hotline.Local.Twilio.Twiml;

namespace Hotline.Local.Twilio.Phone;

/// <summary>
/// A person at the page: the call waits for what they do. Hearing takes as long as the page needs to say it; keys have the time that the document gives
/// them. A recording waits for words, since who types is not silent: its end is a key, a hang-up, or the silence that was asked for.
/// </summary>
internal sealed class LiveCaller(Conversation conversation, EventLog events, TwilioAccount account) : ICaller
{
    // Completed by the hang-up, after what was done before it.
    private readonly Channel<CallerAct> acts = Channel.CreateUnbounded<CallerAct>();
    private int told;
    private string pressed = "";

    /// <inheritdoc/>
    public string DialStatus => "completed";

    /// <inheritdoc/>
    public bool IsGone => acts.Reader.Completion.IsCompleted;

    /// <inheritdoc/>
    public bool Interrupts => pressed.Length > 0;

    /// <summary>How long the recording that is under way may be, in seconds; null while nothing is recorded.</summary>
    public int? Records { get; private set; }

    /// <summary>Does this now.</summary>
    public void Do(CallerAct act)
    {
        if (act.HangsUp)
            acts.Writer.TryComplete();
        else
            acts.Writer.TryWrite(act);
    }

    /// <inheritdoc/>
    public string LanguageOf(string words) => SpokenLanguage.Of(words);

    /// <inheritdoc/>
    public void Reach(string next)
    {
        // Only scripts count the steps.
    }

    /// <inheritdoc/>
    public async Task HearAsync(XElement say)
    {
        var takesKeys = say.Parent?.Name == "Gather";
        events.Add("say", new { number = ++told, text = say.Words(), language = say.Text("language") ?? "en-US", takesKeys });
        while (await NextAsync(CancellationToken.None) is { } act && !(act.Heard >= told))
        {
            if (!takesKeys || act.Key is not { } key)
                continue;
            pressed += key;
            return;
        }
    }

    /// <inheritdoc/>
    public async Task WaitAsync(XElement pause)
    {
        var seconds = pause.Number("length", 1);
        events.Add("pause", new { number = ++told, seconds });
        using var over = new CancellationTokenSource(TimeSpan.FromSeconds(seconds), account.Time);
        while (await NextAsync(over.Token) is { } act && !(act.Heard >= told))
            continue;
    }

    /// <inheritdoc/>
    public async Task<(string Digits, string Finish)> PressAsync(XElement gather)
    {
        var timeout = TimeSpan.FromSeconds(gather.Number("timeout", 5));
        var (most, finish) = (gather.Number("numDigits", int.MaxValue), gather.Text("finishOnKey") ?? "#");
        var (keys, digits, end) = (new Queue<char>(pressed), "", "");
        pressed = "";
        using var over = new CancellationTokenSource(timeout, account.Time);
        if (keys.Count == 0)
            events.Add("keys", new { seconds = timeout.TotalSeconds, finish });
        while (digits.Length < most && end.Length == 0)
        {
            if (!keys.TryDequeue(out var key))
            {
                if (await NextAsync(over.Token) is not { } act)
                    break;
                if (act.Key is null)
                    continue;
                key = act.Key[0];
                over.CancelAfter(timeout);
            }

            if (finish.Contains(key))
                end = key.ToString();
            else
                digits += key;
        }

        if (digits.Length + end.Length > 0)
            conversation.Say("caller", "presses", digits + end);
        return (digits, end);
    }

    /// <inheritdoc/>
    public async Task<Take> SpeakAsync(XElement record)
    {
        var silence = record.Number("timeout", 5);
        var longest = record.Number("maxLength", record.Text("transcribe") == "true" ? 120 : 3600);
        var finish = record.Text("finishOnKey") ?? "1234567890*#";
        events.Add("record", new { silence, longest, finish });
        Records = longest;
        var take = await TakeAsync(silence, longest, finish);
        Records = null;
        if (take.Ending.Length == 1)
            conversation.Say("caller", "presses", take.Ending);
        return take;
    }

    private async Task<Take> TakeAsync(int silence, int longest, string finish)
    {
        var (words, sound, ending) = ("", (byte[]?)null, (string?)null);
        while (ending is null)
        {
            var act = await NextAsync(CancellationToken.None);
            if (act?.Says is { } says)
                ending = Say(says, longest, ref words);
            else if (act?.Sound is not null)
                sound = Play(act.Sound);
            else
                ending = act switch { null => "hangup", { Silent: true } => "", { Key: { } key } when finish.Contains(key, StringComparison.Ordinal) => key, _ => null };
        }

        // Those who transcribe can't hear; what was typed beside the microphone's sound is what they are told of it.
        if (sound is not null && words.Length > 0)
            account.Hear(sound, words);
        if (sound is null && words.Length == 0)
            conversation.Say("caller", "says nothing");
        return sound is not null ? new Take(sound, ending, Silent: false)
            : words.Length > 0 ? Take.OfWords(words, ending, silence, longest)
            : Take.OfSilence(ending, silence, longest);
    }

    // What does not fit is not said: the recording's length has ended it.
    private string? Say(string says, int longest, ref string words)
    {
        var (said, cutOff) = Wav.Cut(says.Trim(), longest - (words.Length > 0 ? Wav.SecondsOf(words) : 0));
        conversation.Say("caller", $"says ({LanguageOf(said)})", said);
        words = $"{words} {said}".Trim();
        return cutOff is null ? null : "";
    }

    private byte[] Play(byte[] sound)
    {
        conversation.Say("caller", "speaks", string.Create(CultureInfo.InvariantCulture, $"{Wav.Seconds(sound):0} s"));
        return sound;
    }

    /// <summary>What is done next; null once the time is over, or after the hang-up.</summary>
    private async Task<CallerAct?> NextAsync(CancellationToken over)
    {
        try
        {
            return await acts.Reader.WaitToReadAsync(over) && acts.Reader.TryRead(out var act) ? act : null;
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            return null;
        }
    }
}
