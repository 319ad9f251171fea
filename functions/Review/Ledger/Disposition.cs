namespace Hotline.Review.Ledger;

/// <summary>What became of a tip.</summary>
public enum Disposition
{
    /// <summary>Passed on to someone who can act.</summary>
    Referred,

    /// <summary>Of use, and no more to do.</summary>
    Informational,

    /// <summary>Protected speech: kept like every tip until rules of retention exist.</summary>
    ProtectedSpeech,

    /// <summary>The same as another tip.</summary>
    Duplicate,

    /// <summary>Nothing in it.</summary>
    Unfounded,

    /// <summary>An abuse of the line.</summary>
    Abuse,
}

/// <summary>What people are told of dispositions.</summary>
public static class DispositionLabels
{
    /// <summary>A disposition's name, and what it means.</summary>
    public static (string Name, string Meaning) Label(this Disposition disposition) => disposition switch
    {
        Disposition.Referred => ("Referred", "passed on to someone who can act"),
        Disposition.Informational => ("Informational", "worth knowing, nothing to do"),
        Disposition.ProtectedSpeech =>
            ("Protected speech", "an opinion or a protest; kept like every tip, for nothing is deleted by itself yet"),
        Disposition.Duplicate => ("Duplicate", "reported already; link the other tip"),
        Disposition.Unfounded => ("Unfounded", "looked into, nothing there"),
        Disposition.Abuse => ("Abuse of the line", "a prank, spam, or harassment of the line"),
    };

    /// <summary>Reads one by its name, as events and forms have it; null when it is none.</summary>
    public static Disposition? Parse(string? name) =>
        Enum.TryParse<Disposition>(name, out var disposition) && disposition.ToString() == name ? disposition : null;
}
