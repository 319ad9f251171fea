using System.Diagnostics;
using System.Net;

namespace Hotline.Tests.Telemetry;

/// <summary>What telemetry costs: the figure of docs/performance.md.</summary>
[Trait("Speed", "slow")]
public sealed class SpeedTests(SharedParts parts)
{
    private const int Rounds = 11;
    private const int Webhooks = 300;
    private const int AtOnce = 4;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Two intake workers, one that exports and one that does not, take the same webhooks in turn.</summary>
    [Fact(Explicit = true)]
    public async Task What_a_webhook_costs_a_worker_with_telemetry_and_without()
    {
        await using var collector = await Collector.StartAsync(Stop);
        // Where it goes, not how often: that is left as a deployment has it.
        await using var told = await Line.StartAsync(parts, [.. collector.Settings.Take(2)]);
        await using var silent = await Line.StartAsync(parts);
        await CostAsync(told);
        await CostAsync(silent);
        var pairs = new List<(double Told, double Silent)>();
        for (var round = 0; round < Rounds; round++)
        {
            var first = round % 2 == 0 ? await CostAsync(told) : 0;
            var other = await CostAsync(silent);
            pairs.Add((round % 2 == 0 ? first : await CostAsync(told), other));
        }

        Assert.NotEmpty(collector.Spans);
        var ratios = pairs.ConvertAll(pair => pair.Told / pair.Silent);
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"with {Middle(pairs.ConvertAll(pair => pair.Told)):0.00} ms, without {Middle(pairs.ConvertAll(pair => pair.Silent)):0.00} ms, "
            + $"ratio {Middle(ratios):0.00} ({ratios.Min():0.00} to {ratios.Max():0.00})");
    }

    private static double Middle(List<double> figures) => figures.Order().ElementAt(figures.Count / 2);

    // Milliseconds of CPU that the worker took for each of some answered calls.
    private static async Task<double> CostAsync(Line line)
    {
        using var worker = Process.GetProcessById(line.Intake.WorkerProcessId);
        var before = worker.TotalProcessorTime;
        await Parallel.ForEachAsync(Enumerable.Range(0, Webhooks), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Stop }, async (_, _) =>
            Assert.Equal(HttpStatusCode.OK,
                (await line.Webhook.PostAsync("twilio/voice/answer", Webhook.Caller(Webhook.Sid("CA")))).Status));
        worker.Refresh();
        return (worker.TotalProcessorTime - before).TotalMilliseconds / Webhooks;
    }
}
