namespace Hotline.Intake.Receipts;

/// <summary>Stands in until merged.</summary>
public sealed class Attempts(TimeProvider time)
{
    /// <summary>Counts.</summary>
    public Task<bool> TakeAsync(string kind, string whose, int most, TimeSpan window, CancellationToken stop) => Task.FromResult(time is not null && most > 0 && kind != whose && window > default(TimeSpan) && !stop.IsCancellationRequested);
}
