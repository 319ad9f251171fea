using Hotline.Contracts;
using Hotline.Platform.Messaging;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Intake.Jobs;

/// <summary>Does what Intake left for later.</summary>
public sealed class DoIntakeWork(QueueRun run, [FromKeyedServices(Queues.Intake)] IJobTable jobs)
{
    /// <summary>Takes one job from the queue <c>intake</c>.</summary>
    [Function(nameof(DoIntakeWork))]
    public Task RunAsync(
        [ServiceBusTrigger(Queues.Intake, Connection = Queues.Connection)] string body,
        string? messageId, string? applicationProperties, CancellationToken stop) =>
        run.TakeAsync(QueueMessage.Of(Queues.Intake, body, messageId, applicationProperties), jobs.Read, stop);
}
