namespace Hotline.Local.Bench;

/// <summary>What a stretch of calls at one rate gave.</summary>
/// <param name="Rate">New calls a second.</param>
/// <param name="Greetings">The answers that a caller waits for.</param>
/// <param name="Transcripts">The first answers to the transcripts, which come a second after each call.</param>
/// <param name="Retries">What came of those that were not taken at first.</param>
/// <param name="Took">From the first call to the last answer.</param>
/// <param name="Behind">From the last answer until the worker had nothing to do.</param>
/// <param name="Cores">How many cores each process had, from the first call until then.</param>
internal sealed record LoadStep(
    int Rate, Latencies Greetings, Latencies Transcripts, Retries Retries, TimeSpan Took, TimeSpan Behind,
    IReadOnlyDictionary<string, double> Cores)
{
    /// <summary>The objective of a webhook (docs/slo.md), in milliseconds.</summary>
    public const double Objective = 1000;

    /// <summary>Whether callers were answered in time, but for one of a hundred.</summary>
    public bool GreetsInTime => Greetings.At(99) < Objective && Greetings.Failed == 0;

    /// <summary>Whether each transcript was taken, at first or by one of Twilio's retries.</summary>
    public bool TakesAll => Retries.Lost == 0 && Retries.Taken == Transcripts.Failed;

    /// <summary>Whether the rate is borne: callers are answered in time, and each transcript is taken at first.</summary>
    public bool IsBorne => GreetsInTime && Transcripts.Failed == 0;
}
