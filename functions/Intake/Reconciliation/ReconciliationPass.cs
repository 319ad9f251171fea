using System.Net;
using Hotline.Contracts;
using Hotline.Intake.Drop;
using Hotline.Platform.Storage;
using Hotline.Platform.Telemetry;
using Microsoft.Extensions.Logging;
using Twilio.Exceptions;

namespace Hotline.Intake.Reconciliation;

/// <summary>One run of reconciliation: what it found, and what keeps the watermark back.</summary>
/// <param name="end">What ended at Twilio after this is left to its webhooks.</param>
/// <param name="looks">When what can't be taken was first looked at.</param>
/// <param name="log">Tells what was found, by sids.</param>
public sealed partial class ReconciliationPass(DateTimeOffset end, FirstLooks looks, ILogger log)
{
    // A call takes no longer.
    private static readonly TimeSpan MaxCall = TimeSpan.FromDays(1);

    // From the first look on, as long as work is put off (RetryOptions.GiveUpAfter): whatever it is, somebody has fixed it by then.
    private static readonly TimeSpan Patience = TimeSpan.FromHours(48);

    // So many in a row that Twilio does not answer are Twilio's trouble, not theirs.
    private const int MaxUnanswered = 3;

    private DateTimeOffset held = DateTimeOffset.MaxValue;
    private int unanswered;

    /// <summary>What was found so far.</summary>
    public int Found { get; private set; }

    /// <summary>How far the watermark may go when everything until this moment was looked at.</summary>
    public DateTimeOffset SettledUntil(DateTimeOffset done) => held < done ? held : done;

    /// <summary>Whether it is too early for something; then it is looked at again.</summary>
    /// <param name="sid">What it is.</param>
    /// <param name="began">When it began, by which Twilio lists it.</param>
    /// <param name="ended">When it ended; null while it goes on.</param>
    public async ValueTask<bool> IsEarlyAsync(string sid, DateTimeOffset began, DateTimeOffset? ended, CancellationToken stop)
    {
        if (ended <= end)
            return false;
        if (began > end - MaxCall || await looks.AgeAsync(sid, stop) < Patience)
            KeepWatermarkAt(began);
        return true;
    }

    /// <summary>Notes that something was found and is kept now.</summary>
    public void Reconciled(PartKind kind, string sid, ReconciledFrom origin)
    {
        Found++;
        Metrics.WasReconciled(kind);
        LogBrought(kind, sid, origin.Error ?? 0, origin.OverFallback);
    }

    /// <summary>
    /// Notes that Twilio was asked for what a callback had not told: a transcript, or to take the words out of a text of ours.
    /// </summary>
    public void Asked(string sid)
    {
        Found++;
        LogAsked(sid);
    }

    /// <summary>
    /// Looks at one thing. What can't be taken must not keep the others back: it holds the watermark for two days from its first look,
    /// however old it is. Where the others would fare no better the run ends.
    /// </summary>
    /// <param name="sid">What it is.</param>
    /// <param name="began">When it began, by which Twilio lists it.</param>
    /// <param name="look">Takes it, if it is not here.</param>
    /// <param name="what">What of it is looked at, where that is not all.</param>
    public async Task TryAsync(string sid, DateTimeOffset began, Func<Task> look, CancellationToken stop, string what = "")
    {
        try
        {
            await look();
            unanswered = 0;
            await looks.ForgetAsync(sid + what, stop);
        }
        catch (Exception e) when (!IsEverybodys(e, stop))
        {
            if (await looks.AgeAsync(sid + what, stop) < Patience)
            {
                KeepWatermarkAt(began);
                LogFailed(new RedactedException(e), sid);
                if (IsUnanswered(e) && ++unanswered >= MaxUnanswered)
                    throw;
            }
            else
            {
                LogGivenUp(new RedactedException(e), sid);
            }
        }
    }

    // Storage is away, or Twilio asks us to wait.
    private static bool IsEverybodys(Exception failure, CancellationToken stop) => failure switch
    {
        OperationCanceledException when stop.IsCancellationRequested => true,
        ApiException { Status: (int)HttpStatusCode.TooManyRequests } => true,
        ApiException or ApiConnectionException => false,
        _ => failure is not NotYetException && Transient.Is(failure, stop),
    };

    // A right that is missing may be missing for this one thing alone.
    private static bool IsUnanswered(Exception failure) =>
        failure is ApiConnectionException or ApiException { Status: >= 500 or 0 or (int)HttpStatusCode.RequestTimeout };

    // Keeps the watermark back, so that something is looked at again.
    private void KeepWatermarkAt(DateTimeOffset began)
    {
        if (began < held)
            held = began;
    }

    [LoggerMessage(422, LogLevel.Warning,
        "Reconciliation brought a {Kind} of {Sid}; Twilio's error {Error}, over the fallback: {OverFallback}")]
    private partial void LogBrought(PartKind kind, string sid, int error, bool overFallback);

    [LoggerMessage(426, LogLevel.Information, "Reconciliation asks Twilio about {Sid}, of which no callback has told")]
    private partial void LogAsked(string sid);

    [LoggerMessage(423, LogLevel.Error, "Reconciliation can't take {Sid}; it is looked at again for two days")]
    private partial void LogFailed(Exception failure, string sid);

    [LoggerMessage(428, LogLevel.Error, "Reconciliation could not take {Sid} for two days, and waits for it no longer")]
    private partial void LogGivenUp(Exception failure, string sid);
}
