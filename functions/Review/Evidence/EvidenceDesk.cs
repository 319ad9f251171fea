using Hotline.Review.Casework;
using Hotline.Review.Journal;
using Hotline.Review.SignIn;
using Hotline.Tips;
using Microsoft.AspNetCore.Http;

namespace Hotline.Review.Evidence;

/// <summary>Finds the evidence that a request names, and notes who opened it.</summary>
public sealed class EvidenceDesk(TipReader reader, TipCasework casework)
{
    /// <summary>The evidence of a part; null when there is none, or it does not open.</summary>
    public async Task<EvidenceContent?> FindAsync(string tip, string part, CancellationToken stop) =>
        (await reader.PartAsync(new TipId(tip), new PartId(part), stop))?.Content as EvidenceContent;

    /// <summary>Notes it, once a playing: the player's further ranges are of the same one.</summary>
    public async Task NoteAsync(HttpRequest request, Act act, string tip, string part, CancellationToken stop)
    {
        if (request.GetTypedHeaders().Range?.Ranges.FirstOrDefault()?.From is null or 0)
            await casework.OpenedAsync(new TipId(tip), act, new PartId(part), request.Actor(), stop);
    }
}
