using Hotline.Delivery;
using Hotline.Hosting;
using Hotline.Review.Casework;
using Hotline.Review.Evidence;
using Hotline.Review.Journal;
using Hotline.Review.Outreach;
using Hotline.Storage;
using Hotline.Tips;

namespace Hotline.Review.Acceptance;

/// <summary>
/// Takes a part into its tip. A repeat changes nothing, and order does not matter: the part's row is the marker, and the state follows
/// from whatever has come.
/// </summary>
public sealed class PartAcceptance(
    PartReader reader, EvidenceReader evidence, PartFacts facts, PartJournal parts, TipJournal tips, ConsentBook consents,
    BlockList blocked, AskedTips asked, TimeProvider time)
{
    /// <summary>Takes a message of the queue <c>tips</c>.</summary>
    /// <exception cref="RefusedException">It can't be read, opened or verified; the reason says why.</exception>
    public async Task AcceptAsync(string envelope, CancellationToken stop)
    {
        using var span = Telemetry.Source.StartActivity("accept part");
        var part = await reader.FetchAsync(Read(envelope), stop);
        span?.SetTag(Measures.Kind, part.Kind.ToString());
        if (part.Tip is not { } tip)
        {
            await consents.KeepAsync(part, reader.Open(part, PartContents.Default.ConsentContent), stop);
            return;
        }

        var found = facts.Of(part);
        if (found.Evidence is { } content)
            found = found.With(content, await evidence.VerifyAsync(content, stop), part.Kind);
        if (found.Fact("number") is { } known && await blocked.HasAsync(known, stop))
            found = found.And("lowered", nameof(Lowering.Blocked));
        var accepted = Happening.Of(Act.Accepted, [.. found.Facts]);
        var earlier = found.Earlier ?? await AskedBeforeAsync(part, found, stop);
        var kept = await parts.KeepAsync(tip.Value, part.Id.Value, Envelope.Write(part), stop);
        TipState? before = null;
        var after = await tips.ActAsync(tip, Actor.Line, Take, stop, (Keys.Part(tip, part.Id), PartRow.Columns(kept)));
        // A repeat changes nothing, and was not on its way until now.
        if (!ReferenceEquals(after, before))
            Measures.Accepted(part.Kind, time.GetUtcNow() - part.Received, after.IsCanary, span);

        Entry Take(TipState state)
        {
            before = state;
            var isNew = earlier is { } other && other != tip && !state.Earlier.Contains(other.Value);
            return new Entry(
                isNew ? [accepted, Happening.Of(Act.Linked, ("tip", earlier!.Value.Value))] : [accepted],
                (transaction, after) => Add(transaction, after, part, found, isNew));
        }
    }

    // A plain text may be the answer to what its number was asked.
    private async Task<TipId?> AskedBeforeAsync(Part part, FoundFacts found, CancellationToken stop) =>
        part is { Kind: PartKind.Statement, Channel: Channel.Text } && found.Fact("number") is { } number && found.Fact("line") is { } line
            ? await asked.FindAsync(number, line, part.Received, stop)
            : null;

    // An answer may come in many parts, over days: each content wakes the earlier tip, which takes it for news or not.
    private void Add(Transaction transaction, TipState tip, Part part, FoundFacts found, bool isNewlyLinked)
    {
        if (found.Cleans is { } cleans)
            transaction.Announce(cleans.ToMessage(time.GetUtcNow()));
        if (isNewlyLinked || part.Kind is PartKind.Statement or PartKind.Recording or PartKind.Attachment)
            foreach (var earlier in tip.Earlier)
                transaction.Announce(ReviewOrder.Wake(new TipId(earlier), tip.Id, part.Id).ToMessage(time.GetUtcNow()));
        if (tip.IsCanary)
            transaction.Announce(ReviewOrder.Settle(tip.Id, part.Id).ToMessage(time.GetUtcNow()));
        else if (found.Likeness is not null)
            transaction.Announce(ReviewOrder.Compare(tip.Id, part.Id).ToMessage(time.GetUtcNow()));
    }

    private static Part Read(string envelope)
    {
        try
        {
            return Envelope.Read(envelope);
        }
        catch (FormatException e) when (e is not NewerVersionException)
        {
            throw new RefusedException(e.Message, e);
        }
    }
}
