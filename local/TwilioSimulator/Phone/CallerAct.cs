namespace Hotline.Local.Twilio.Phone;

/// <summary>One thing that the person at the page does; exactly one of these is set.</summary>
internal sealed record CallerAct
{
    /// <summary>Has heard what had this number, and all before it.</summary>
    public int? Heard { get; init; }

    /// <summary>Presses a key.</summary>
    public string? Key { get; init; }

    public string? Says { get; init; }

    /// <summary>Says nothing more until silence ends the recording.</summary>
    public bool Silent { get; init; }

    public bool HangsUp { get; init; }

    /// <summary>What was spoken into the microphone: a WAV. It comes by itself, not in JSON.</summary>
    internal byte[]? Sound { get; init; }

    /// <summary>Throws where nobody can do that.</summary>
    /// <exception cref="ArgumentException">The message says what one can.</exception>
    public void Check()
    {
        if (Key is not null && (Key.Length != 1 || !"0123456789*#".Contains(Key[0])))
            throw new ArgumentException("A phone has the keys 0 to 9, * and #.");
        if (Says is not null && string.IsNullOrWhiteSpace(Says))
            throw new ArgumentException("Who speaks says something.");
        if (Heard is null && Key is null && Says is null && !Silent && !HangsUp)
            throw new ArgumentException("A caller hears, presses a key, speaks, is silent or hangs up.");
    }
}
