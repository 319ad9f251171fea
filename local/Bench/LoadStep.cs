namespace Hotline.Local.Bench;

/// <summary>What a stretch of calls at one rate gave.</summary>
/// <param name="Rate">New calls a second.</param>
/// <param name="Greetings">The answers that a caller waits for.</param>
/// <param name="Transcripts">The answers to the transcripts, which come a second after each call.</param>
/// <param name="Took">From the first call to the last answer.</param>
/// <param name="Behind">From the last answer until the worker had nothing to do.</param>
/// <param name="Cores">How many cores each process had, from the first call until then.</param>
internal sealed record LoadStep(
    int Rate, Latencies Greetings, Latencies Transcripts, TimeSpan Took, TimeSpan Behind, IReadOnlyDictionary<string, double> Cores)
{
    /// <summary>The objective of a webhook (docs/slo.md), in milliseconds.</summary>
    public const double Objective = 1000;

    /// <summary>Whether callers were answered in time, but for one of a hundred, and each transcript was taken.</summary>
    public bool IsBorne => Greetings.At(99) <= Objective && Greetings.Failed + Transcripts.Failed == 0;
}
