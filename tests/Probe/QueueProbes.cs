using Microsoft.Azure.Functions.Worker;

namespace Hotline.Probe;

/// <summary>A message says what becomes of it: <c>pass</c>, <c>fail</c>, <c>fail once</c>, or <c>wait {gate}</c>.</summary>
public sealed class QueueProbes(Board board)
{
    private static int running;

    [Function("Work")]
    public async Task WorkAsync(
        [ServiceBusTrigger("%Probe__Queue%", Connection = "Bus")] string body,
        string? messageId,
        int deliveryCount,
        string? applicationProperties,
        CancellationToken stop)
    {
        board.Note($"{messageId}: {body}, delivery {deliveryCount}, {applicationProperties}");
        board.Note($"running {Interlocked.Increment(ref running)}");
        try
        {
            if (body == "fail" || body == "fail once" && deliveryCount == 1)
                throw new InvalidOperationException("the probe's own exception");
            if (body.StartsWith("wait ", StringComparison.Ordinal))
                await board.PassAsync(body[5..], stop);
            board.Note($"{messageId}: done");
        }
        finally
        {
            Interlocked.Decrement(ref running);
        }
    }
}
