using System.Runtime.CompilerServices;
using Hotline.Contracts;
using Hotline.Platform.Messaging;
using Hotline.Platform.Storage;
using Hotline.Review.Ledger;
using Hotline.Review.Table;
using Hotline.Review.Tips;

namespace Hotline.Review.Similarity;

/// <summary>
/// Finds tips whose words are much like another's, for people to link: after a text was accepted, so that nobody waits for it. Nothing is
/// ever linked by itself.
/// </summary>
public sealed class SimilarTipFinder(RoomTable table, TipJournal tips, TipReader reader) : IJobHandler<CompareTexts>
{
    // Itself and as many others as are suggested.
    private const int MaxPerBand = MaxSuggested + 1;
    private const int MaxCompared = 10;
    private const int MaxSuggested = 5;

    /// <summary>Makes a text findable, and notes the tips that are like it. A second time it changes nothing.</summary>
    public async Task HandleAsync(CompareTexts job, CancellationToken stop)
    {
        var (tip, text) = job;
        var chain = await reader.EventsAsync(tip, stop);
        var known = chain.Select(e => e.What).OfType<PartEvent>().Where(e => e.Part == text).ToList();
        if (known.OfType<AcceptedEvent>().FirstOrDefault()?.Likeness is not { } column || known.Exists(e => e is ComparedEvent)
            || IsOurs(chain))
            return;
        var likeness = TextSignature.Parse(column);
        var findable = new Transaction(ReviewKeys.LikePartition);
        foreach (var row in RowsOf(tip, likeness))
            findable.Put(row, []);
        await table.SubmitAsync(findable, stop);
        var alike = await FindAsync(tip, likeness, stop);
        if (alike.Count == 0)
            return;
        // The other way round first: the event says that all of it is done.
        foreach (var row in AlikesOf(tip, alike))
            await table.MergeAsync(ReviewKeys.LikePartition, row, [], stop);
        await tips.ActAsync(tip, Actor.Line, _ => Decision.Of(new ComparedEvent(text, alike)), stop);
    }

    /// <summary>Makes a tip's texts findable no more. A second time it changes nothing.</summary>
    public async Task ForgetAsync(TipId tip, IReadOnlyList<LedgerEvent> chain, CancellationToken stop)
    {
        foreach (var row in RowsOf(tip, chain))
            await table.DeleteAsync(ReviewKeys.LikePartition, row, stop);
    }

    // The likest first. Those that share the most bands are compared.
    private async Task<IReadOnlyList<SimilarTip>> FindAsync(TipId tip, TextSignature likeness, CancellationToken stop)
    {
        var rows = await Task.WhenAll(likeness.Bands().Select(band => CandidatesAsync(band, stop)));
        var candidates = rows.SelectMany(row => row).Where(other => other != tip.Value).CountBy(other => other)
            .OrderByDescending(other => other.Value);
        var found = new List<(TipId Tip, double Likeness)>();
        foreach (var other in candidates.Take(MaxCompared).Select(candidate => TipId.OrNone(candidate.Key)))
            if (await LikenessAsync(other, likeness, stop) is var share and >= TextSignature.Suggested)
                found.Add((other, share));
        return [.. found.OrderByDescending(one => one.Likeness).Take(MaxSuggested).Select(one => SimilarTip.Of(one.Tip, one.Likeness))];
    }

    /// <summary>The later tips that were found to be like this one, the likest first, as many as a tip is given of earlier ones.</summary>
    public async IAsyncEnumerable<(TipId Tip, double Likeness)> LaterAsync(
        TipId tip, [EnumeratorCancellation] CancellationToken stop)
    {
        var query = new RangeQuery("RowKey") { PageSize = MaxSuggested };
        await foreach (var row in table.RangeAsync(ReviewKeys.LikePartition, ReviewKeys.AlikesOf(tip), stop, query).Take(MaxSuggested))
            if (ReviewKeys.AlikeAt(tip, row.RowKey) is { } alike)
                yield return alike;
    }

    /// <summary>The rows under which a tip's texts are found, and those by which earlier tips show it.</summary>
    public static IEnumerable<string> RowsOf(TipId tip, IEnumerable<LedgerEvent> chain) => chain.SelectMany(e =>
        e.What is AcceptedEvent { Likeness: { } likeness } ? RowsOf(tip, TextSignature.Parse(likeness))
        : e.Act == EventKind.Compared ? AlikesOf(tip, e.As<ComparedEvent>().Similar) : []).Distinct();

    private static IEnumerable<string> RowsOf(TipId tip, TextSignature likeness) => likeness.Bands().Select(band => ReviewKeys.Like(band, tip));

    private static IEnumerable<string> AlikesOf(TipId tip, IEnumerable<SimilarTip> alike) =>
        alike.Select(other => ReviewKeys.Alike(other.Tip, other.Likeness, tip));

    private async Task<List<string>> CandidatesAsync(string band, CancellationToken stop) =>
        await table.RangeAsync(
                ReviewKeys.LikePartition, ReviewKeys.LikesOf(band), stop, new RangeQuery("RowKey") { PageSize = MaxPerBand })
            .Take(MaxPerBand).Select(row => ReviewKeys.LikesOf(band).Rest(row.RowKey)).ToListAsync(stop);

    // The signature of each of the other tip's texts is a fact of its chain.
    private async Task<double> LikenessAsync(TipId other, TextSignature likeness, CancellationToken stop) =>
        await reader.EventsAsync(other, stop) is var chain && IsOurs(chain) ? 0 : chain.Select(e => (e.What as AcceptedEvent)?.Likeness).OfType<string>()
            .Select(column => likeness.To(TextSignature.Parse(column))).DefaultIfEmpty(0).Max();

    private static bool IsOurs(IReadOnlyList<LedgerEvent> chain) => chain.Any(e => e.Act == EventKind.Tested);
}
