using Hotline.Contracts;
using Hotline.Platform.Messaging;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Intake.Jobs;

/// <summary>Moves what Intake's queue gave up on to <c>rejected</c>, where people look.</summary>
public sealed class MoveIntakeDeadLetters(DeadLetters deadLetters)
{
    /// <summary>Takes one dead letter of the queue <c>intake</c>.</summary>
    [Function(nameof(MoveIntakeDeadLetters))]
    public Task RunAsync(
        [ServiceBusTrigger(Queues.Intake + Queues.DeadLetters, Connection = Queues.Connection)] string body,
        string? messageId, string? applicationProperties, CancellationToken stop) =>
        deadLetters.MoveAsync(QueueMessage.Of(Queues.Intake, body, messageId, applicationProperties), stop);
}
