using System.Globalization;
using Azure.Data.Tables;
using Hotline.Review.Journal;
using Hotline.Storage;
using Hotline.Tips;

namespace Hotline.Review.Casework.Similarity;

/// <summary>Finds tips whose words are much like another's, for people to link. Nothing is ever linked by itself.</summary>
public sealed class SimilarTips(TableClient table)
{
    private const int MostPerBand = 5;
    private const int MostSuggested = 5;

    /// <summary>The tips that are like a text: <c>{tip}:{likeness}</c>, the likest first, separated by semicolons; null where there are none.</summary>
    /// <param name="tip">The tip itself, which is left out.</param>
    /// <param name="likeness">The text's signature.</param>
    /// <param name="stop">Cuts it short.</param>
    public async Task<string?> FindAsync(TipId tip, TextSignature likeness, CancellationToken stop)
    {
        var rows = await Task.WhenAll(Keys.ReviewShards.SelectMany(shard => likeness.Bands().Select(band => CandidatesAsync(shard, band, stop))));
        var found = new List<(string Tip, double Likeness)>();
        foreach (var other in rows.SelectMany(candidates => candidates).Where(other => other != tip.Value).Distinct())
            if (await LikenessAsync(new TipId(other), likeness, stop) is var share and >= TextSignature.Suggested)
                found.Add((other, share));
        return found.Count == 0
            ? null
            : string.Join(';', found.OrderByDescending(one => one.Likeness).Take(MostSuggested)
                .Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Tip}:{one.Likeness:0.00}")));
    }

    /// <summary>The rows under which a text of a tip is found.</summary>
    public static IEnumerable<string> RowsOf(TipId tip, TextSignature? likeness) => likeness?.Bands().Select(band => Keys.Like(band, tip)) ?? [];

    private async Task<List<string>> CandidatesAsync(string shard, string band, CancellationToken stop)
    {
        var (from, before) = Keys.LikesOf(band);
        var found = new List<string>();
        await foreach (var row in table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {shard} and RowKey ge {from} and RowKey lt {before}"), MostPerBand, ["RowKey"], stop))
            if (found.Count < MostPerBand)
                found.Add(row.RowKey[from.Length..]);
            else
                break;
        return found;
    }

    // The signature of each of the other tip's texts is a fact of its chain.
    private async Task<double> LikenessAsync(TipId other, TextSignature likeness, CancellationToken stop)
    {
        var scope = TipJournal.ScopeOf(other);
        var (from, before) = Keys.EventsOf(scope);
        var most = 0.0;
        await foreach (var row in table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {Keys.ReviewShardOf(scope)} and RowKey ge {from} and RowKey lt {before}"), cancellationToken: stop))
            if (AuditEvent.Read(row.GetString("Event")).Fact("likeness") is { } column)
                most = Math.Max(most, likeness.To(TextSignature.Parse(column)));
        return most;
    }
}
