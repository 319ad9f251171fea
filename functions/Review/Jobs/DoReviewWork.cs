using Hotline.Contracts;
using Hotline.Platform.Messaging;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Review.Jobs;

/// <summary>Does what Review left for later.</summary>
public sealed class DoReviewWork(QueueRun run, [FromKeyedServices(Queues.Review)] IJobTable jobs)
{
    /// <summary>Takes one job from the queue <c>review</c>.</summary>
    [Function(nameof(DoReviewWork))]
    public Task RunAsync(
        [ServiceBusTrigger(Queues.Review, Connection = Queues.Connection)] string body,
        string? messageId, string? applicationProperties, CancellationToken stop) =>
        run.TakeAsync(QueueMessage.Of(Queues.Review, body, messageId, applicationProperties), jobs.Read, stop);
}
