using System.Globalization;
using System.Net.Http.Json;
using Azure.Data.Tables;
using Hotline.Hosting;
using Hotline.Review.Casework;
using Hotline.Review.Journal;
using Hotline.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hotline.Review.OnCall;

/// <summary>Every minute, tells whoever is on call of urgent tips that nobody has claimed: again, and further up, until somebody does.</summary>
public sealed partial class TellOnCall(
    TableClient table, TipJournal tips, HttpClient http, IOptions<OnCallOptions> options, IOptions<HotlineOptions> hotline, TimeProvider time, ILogger<TellOnCall> log)
{
    private const int MostUrgent = 1;

    /// <summary>Looks at the urgent, unclaimed tips alone. What it sends has no content: where to look, and how long it waits.</summary>
    [Function(nameof(TellOnCall))]
    public async Task RunAsync([TimerTrigger("40 * * * * *", UseMonitor = false)] TimerInfo timer, CancellationToken stop)
    {
        if (options.Value.Steps.Count == 0)
            return;
        var (from, before) = Keys.View($"{StateRow.Free}|{MostUrgent}");
        foreach (var shard in Keys.ReviewShards)
            await foreach (var row in table.QueryAsync<TableEntity>(
                TableClient.CreateQueryFilter($"PartitionKey eq {shard} and RowKey ge {from} and RowKey lt {before}"), cancellationToken: stop))
                if (StateRow.Read(row) is var tip && DueAt(tip) <= time.GetUtcNow())
                    await TellAsync(tip, stop);
    }

    private DateTimeOffset DueAt(TipState tip)
    {
        var steps = options.Value.Steps;
        return tip.Notified < steps.Count
            ? tip.Opened + steps[tip.Notified].After
            : tip.Opened + steps[^1].After + (options.Value.Again * (tip.Notified - steps.Count + 1));
    }

    private async Task TellAsync(TipState tip, CancellationToken stop)
    {
        var step = Math.Min(tip.Notified, options.Value.Steps.Count - 1);
        var waited = (int)(time.GetUtcNow() - tip.Opened).TotalMinutes;
        try
        {
            using var answer = await http.PostAsJsonAsync(
                options.Value.Steps[step].Webhook, new { text = $"An urgent tip waits unclaimed for {waited} min: {new Uri(hotline.Value.PublicUrl!, $"review/tips/{tip.Id}")}" }, stop);
            answer.EnsureSuccessStatusCode();
        }
        catch (HttpRequestException e)
        {
            // The next minute tries again; the queue shows the tip in any case.
            LogNotTold(step, e.StatusCode?.ToString() ?? e.HttpRequestError.ToString());
            return;
        }

        await tips.ActAsync(
            tip.Id, Actor.Line,
            state => state.Holder is null && state.Notified == tip.Notified
                ? Entry.Of(Act.Notified, ("step", step.ToString(CultureInfo.InvariantCulture)))
                : Entry.Nothing,
            stop);
    }

    [LoggerMessage(651, LogLevel.Error, "Whoever is on call (step {Step}) could not be told of an urgent tip: {Failure}")]
    private partial void LogNotTold(int step, string failure);
}
