using Hotline.Contracts;
using Hotline.Review.Files;
using Hotline.Review.Ledger;
using Hotline.Review.SignIn;
using Hotline.Review.Tips;
using Microsoft.AspNetCore.Http;

namespace Hotline.Review.Evidence;

/// <summary>Finds the evidence that a request names, and notes who opened it.</summary>
public sealed class EvidenceDesk(TipReader reader, TipJournal tips, EvidenceReader evidence)
{
    /// <summary>The evidence of a part; null when there is none, it does not open, or the call was our own.</summary>
    public async Task<EvidenceContent?> FindAsync(string tip, string part, CancellationToken stop) =>
        await tips.FindAsync(TipId.OrNone(tip), stop) is not { IsCanary: false }
            ? null : (await reader.PartAsync(TipId.OrNone(tip), new PartId(part), stop))?.Content as EvidenceContent;

    /// <summary>Answers the range that was asked for of a sound or a video, reading only the regions that it lies in.</summary>
    /// <param name="request">Who asks, and for which range.</param>
    /// <param name="tip">The tip.</param>
    /// <param name="part">The part.</param>
    /// <param name="isPlayed">Whether it is what is asked for.</param>
    public async Task<IResult> PlayAsync(HttpRequest request, string tip, string part, Func<Showing, bool> isPlayed, CancellationToken stop)
    {
        if (await FindAsync(tip, part, stop) is not { } content || !isPlayed(FileKind.Of(content.ContentType).Showing))
            return Results.NotFound();
        await NoteAsync(request, tip, new OpenedEvent(new PartId(part)), stop);
        return new SealedRange(evidence, content, content.ContentType, null);
    }

    /// <summary>
    /// Whether a file is text with digits in it that may be a receipt's, which this reviewer has not asked for: they are hidden on the page,
    /// and the original would show them.
    /// </summary>
    public async Task<bool> HidesCodesAsync(HttpRequest request, string tip, EvidenceContent content, CancellationToken stop) =>
        (await evidence.ReadFileTextAsync(content, stop))?.Words is { } words && SpelledCode.In(words).Any()
        && !(await reader.EventsAsync(TipId.OrNone(tip), stop)).Any(e => e.Act == EventKind.ShowedCodes && e.Who == request.Actor().Id);

    /// <summary>
    /// Notes it, before any byte is answered and whatever range is asked for: all but one byte is as good as all. HEAD is answered without
    /// any.
    /// </summary>
    public Task NoteAsync(HttpRequest request, string tip, PartEvent opened, CancellationToken stop) =>
        HttpMethods.IsHead(request.Method) ? Task.CompletedTask : tips.OpenedAsync(TipId.OrNone(tip), opened, request.Actor(), stop);
}
