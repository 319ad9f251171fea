namespace Hotline.Local.Twilio.Account;

/// <summary>What a simulated texter sends.</summary>
internal sealed record TextScript
{
    /// <summary>The sender's number.</summary>
    public string From { get; init; } = "+15005550006";

    /// <summary>The number texted; null: the account's first.</summary>
    public string? To { get; init; }

    /// <summary>The words, 1,600 characters at the most.</summary>
    public string Body { get; init; } = "";

    /// <summary>Up to ten media items.</summary>
    public IReadOnlyList<MediaFile> Media { get; init; } = [];

    /// <summary><c>STOP</c>, <c>START</c> or <c>HELP</c>: what Advanced Opt-Out makes of the words; null where it is off.</summary>
    public string? OptOutType { get; init; }

    /// <summary>Whether the result waits until every callback of the answer was answered or given up.</summary>
    public bool WaitsForCallbacks { get; init; } = true;

    /// <summary>Throws where the script says what can't be.</summary>
    /// <exception cref="ArgumentException">The message says what can be.</exception>
    public void Check()
    {
        if (Body.Length > 1600)
            throw new ArgumentException("A text has 1,600 characters at the most.");
        if (Media.Count > 10)
            throw new ArgumentException("A text takes ten files.");
        if (Body.Length == 0 && Media.Count == 0)
            throw new ArgumentException("A text has words, a file, or both.");
        if (OptOutType is not (null or "STOP" or "START" or "HELP"))
            throw new ArgumentException("Opting out is STOP, START or HELP.");
    }
}

/// <summary>A media item of a text.</summary>
internal sealed record MediaFile(string ContentType, byte[] Content);
