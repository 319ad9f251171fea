namespace Hotline.Local.Cli.Lines;

/// <summary>What a check saw of a line.</summary>
/// <param name="Number">The line's number.</param>
/// <param name="What">What was looked at, such as "A call comes in".</param>
/// <param name="Found">What is there.</param>
/// <param name="Expected">What should be there.</param>
/// <param name="State">Whether it is.</param>
/// <param name="Mend">What to do about it; null where nothing is to be done.</param>
internal sealed record LineFinding(string Number, string What, string Found, string Expected, FindingState State, string? Mend = null);

/// <summary>How a finding stands.</summary>
internal enum FindingState
{
    /// <summary>As it should be.</summary>
    Right,

    /// <summary>Not as it should be: the line loses something.</summary>
    Wrong,

    /// <summary>It could not be looked at.</summary>
    Unknown,
}
