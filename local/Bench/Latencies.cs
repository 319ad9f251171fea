using System.Collections.Concurrent;
using HdrHistogram;

namespace Hotline.Local.Bench;

/// <summary>How long answers took, from the moment at which they were to be asked for, and how many were none.</summary>
internal sealed class Latencies
{
    private const long Longest = 10 * 60 * 1_000_000L;

    private readonly LongConcurrentHistogram micros = new(1, Longest, 3);
    private readonly ConcurrentDictionary<string, int> failures = new();

    /// <summary>How many were answered well.</summary>
    public long Answered => micros.TotalCount;

    /// <summary>How many were answered otherwise, or not within Twilio's 15 seconds.</summary>
    public int Failed => failures.Values.Sum();

    /// <summary>What came instead, a status mostly, and how often.</summary>
    public IReadOnlyDictionary<string, int> Failures => failures;

    /// <summary>The longest, in milliseconds; 0 where none was answered.</summary>
    public double Most => Answered == 0 ? 0 : micros.GetMaxValue() / 1000.0;

    /// <summary>A percentile, in milliseconds; 0 where none was answered.</summary>
    public double At(double percentile) => Answered == 0 ? 0 : micros.GetValueAtPercentile(percentile) / 1000.0;

    /// <summary>Notes an answer.</summary>
    public void Add(TimeSpan after) => micros.RecordValue(Math.Clamp((long)after.TotalMicroseconds, 1, Longest));

    /// <summary>Notes what came instead.</summary>
    public void Fail(string what) => failures.AddOrUpdate(what, 1, (_, times) => times + 1);
}
