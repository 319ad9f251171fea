using System.Threading.Channels;
using System.Xml.Linq;
using Hotline.Local.Speech;
using Hotline.Local.Twilio.Account;
using Hotline.Local.Twilio.Calls;
using Hotline.Local.Twilio.Twiml;
using Hotline.Local.Twilio.Webhooks;

namespace Hotline.Local.Twilio.Phone;

/// <summary>
/// A person at the page: the call waits for what they do. Hearing takes as long as the page needs to say it; keys have the time that the
/// document gives them. A recording waits for words, since who types is not silent: its end is a key, a hang-up, or the silence asked for.
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
        var recording = new LiveRecording(conversation, account, LanguageOf, longest);
        string? ending = null;
        while (ending is null)
            ending = await NextAsync(CancellationToken.None) is { } act ? recording.Add(act, finish) : "hangup";
        var take = recording.End(ending, silence);
        Records = null;
        if (take.Ending.Length == 1)
            conversation.Say("caller", "presses", take.Ending);
        return take;
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
