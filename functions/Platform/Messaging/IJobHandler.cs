namespace Hotline.Platform.Messaging;

/// <summary>Does one kind of job. The same job may come twice: the second time changes nothing.</summary>
/// <typeparam name="TJob">The record of the job.</typeparam>
public interface IJobHandler<in TJob>
{
    /// <summary>How long it is tried, where that is not <see cref="RetryOptions.GiveUpAfter"/>.</summary>
    TimeSpan? Patience => null;

    /// <summary>Does it.</summary>
    /// <exception cref="Contracts.RefusedException">It can't be done, now or ever.</exception>
    Task HandleAsync(TJob job, CancellationToken stop);
}

/// <summary>A handler that has something to do when patience ends; without one the job goes to <c>rejected</c>.</summary>
/// <typeparam name="TJob">The record of the job.</typeparam>
public interface IJobLastTry<in TJob> : IJobHandler<TJob>
{
    /// <summary>Does it.</summary>
    Task GiveUpAsync(TJob job, CancellationToken stop);
}
