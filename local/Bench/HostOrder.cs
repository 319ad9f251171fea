namespace Hotline.Local.Bench;

/// <summary>What <c>./hotline host</c> reads on its standard input.</summary>
/// <param name="App">The published function app.</param>
/// <param name="Port">Where it is to answer.</param>
/// <param name="Settings">Its app settings.</param>
internal sealed record HostOrder(string App, int Port, IReadOnlyDictionary<string, string> Settings)
{
    /// <summary>The key of its admin addresses; null where nobody asks them.</summary>
    public string? MasterKey { get; init; }

    /// <summary>How many workers each group of its functions has; null: one worker runs all.</summary>
    public int? Instances { get; init; }
}
