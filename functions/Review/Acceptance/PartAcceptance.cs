using Hotline.Delivery;
using Hotline.Review.Casework;
using Hotline.Review.Casework.Similarity;
using Hotline.Review.Evidence;
using Hotline.Review.Journal;
using Hotline.Storage;
using Hotline.Tips;

namespace Hotline.Review.Acceptance;

/// <summary>
/// Takes a part into its tip. A repeat changes nothing, and order does not matter: the part's row is the marker, and the state follows
/// from whatever has come.
/// </summary>
public sealed class PartAcceptance(PartReader reader, EvidenceReader evidence, PartFacts facts, PartJournal parts, TipJournal tips, ConsentBook consents, SimilarTips similar)
{
    /// <summary>Takes a message of the queue <c>tips</c>.</summary>
    /// <exception cref="RefusedException">It can't be read, opened or verified; the reason says why.</exception>
    public async Task AcceptAsync(string envelope, CancellationToken stop)
    {
        var part = await reader.FetchAsync(Read(envelope), stop);
        if (part.Tip is not { } tip)
        {
            await consents.KeepAsync(part, reader.Open(part, PartContents.Default.ConsentContent), stop);
            return;
        }

        var found = facts.Of(part);
        if (found.Evidence is { } content)
            await evidence.VerifyAsync(content, stop);
        var alike = found.Likeness is { } likeness ? await similar.FindAsync(tip, likeness, stop) : null;
        var happened = Happening.Of(Act.Accepted, [.. found.Facts, ("similar", alike)]);
        var kept = await parts.KeepAsync(tip.Value, part.Id.Value, Envelope.Write(part), stop);
        await tips.ActAsync(
            tip, Actor.Line, _ => new Entry([happened], (transaction, _) => Add(transaction, tip, found)), stop,
            (Keys.Part(tip, part.Id), PartRow.Columns(kept)));
    }

    private static void Add(Transaction transaction, TipId tip, FoundFacts found)
    {
        foreach (var message in found.Announced)
            transaction.Announce(message);
        foreach (var row in SimilarTips.RowsOf(tip, found.Likeness))
            transaction.Put(row, []);
    }

    private static Part Read(string envelope)
    {
        try
        {
            return Envelope.Read(envelope);
        }
        catch (FormatException e)
        {
            throw new RefusedException(e.Message, e);
        }
    }
}
