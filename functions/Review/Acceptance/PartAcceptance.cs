using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Hotline.Contracts;
using Hotline.Platform.Messaging;
using Hotline.Platform.Sealing;
using Hotline.Platform.Storage;
using Hotline.Platform.Telemetry;
using Hotline.Review.Files;
using Hotline.Review.Ledger;
using Hotline.Review.Numbers;
using Hotline.Review.Similarity;
using Hotline.Review.Table;
using Hotline.Review.Tips;

namespace Hotline.Review.Acceptance;

/// <summary>
/// Takes a part into its tip. A repeat changes nothing, and order does not matter: the part's row is the marker, and the state follows
/// from whatever has come.
/// </summary>
public sealed class PartAcceptance(
    PartReader reader, EvidenceReader evidence, PartFacts facts, PartJournal parts, TipJournal tips, ConsentBook consents,
    BlockList blocked, PendingQuestions asked, TimeProvider time, ISealer sealer)
{
    /// <summary>Takes a part that came over the queue <c>tips</c>.</summary>
    /// <exception cref="RefusedException">It can't be opened or verified; the reason says why.</exception>
    public async Task AcceptAsync(Part sent, CancellationToken stop)
    {
        using var span = Tracing.Source.StartActivity("accept part");
        var part = await reader.FetchAsync(sent, stop);
        span?.SetTag(Metrics.Kind, part.Kind.ToString());
        if (part.Tip is not { } tip)
        {
            var content = reader.Open(part, PartContents.Default.ConsentContent);
            // First: once the word is kept, its copy at Twilio may go.
            if (content.Text is { } words && await consents.AskedAsync(part, content, stop) is { } question)
                await AcceptAsync(AnswerOf(part, content, words, question), stop);
            await consents.KeepAsync(part, content, stop);
            return;
        }

        var found = facts.Of(part);
        if (found.Evidence is { } file)
        {
            var findings = await evidence.VerifyAsync(file, stop);
            if (file.Sha256.Length == 0)
            {
                file = file with { Sha256 = findings.Sha256, Version = findings.Version };
                file = file with { ContentType = await evidence.FindTypeAsync(file, stop) };
                part = Seal(part, file, PartContents.Default.EvidenceContent);
                found = facts.Of(part);
            }

            found = found.With(file, findings, part.Kind);
            if (await evidence.ReadFileTextAsync(file, stop) is { } text)
                found = facts.With(part, found, text);
        }

        if (found.Accepted.Number is { } known && await blocked.HasAsync(known, stop))
            found = found.And(DeprioritisedReason.Blocked);
        var earlier = found.Accepted.Earlier ?? await AskedBeforeAsync(part, found.Accepted, stop);
        var kept = await parts.KeepAsync(tip.Value, part.Id.Value, Envelope.Write(part), stop);
        TipState? before = null;
        var after = await tips.ActAsync(tip, Actor.Line, Take, stop, (ReviewKeys.Part(tip, part.Id), PartRow.Columns(kept)));
        // A repeat changes nothing, and was not on its way until now.
        if (!ReferenceEquals(after, before))
            Metrics.Accepted(part.Kind, time.GetUtcNow() - part.Received, after.IsCanary, span);

        Decision Take(TipState state)
        {
            before = state;
            var isNew = earlier is { } other && other != tip && !state.Earlier.Contains(other.Value);
            return new Decision(
                isNew ? [found.Accepted, new LinkedEvent(earlier!.Value)] : [found.Accepted],
                (transaction, after) => Add(transaction, after, part, found, isNew));
        }
    }

    // A word that Intake could put to no tip is, where its sender was asked something, a statement of that tip.
    private Part AnswerOf(Part part, ConsentContent content, string words, TipId tip)
    {
        var id = PartId.Of(PartKind.Statement, content.Source);
        var statement = new StatementContent(words, content.From, content.Line, content.Source, 0, null);
        return Seal(
            part with { Tip = tip, Id = id, Kind = PartKind.Statement, Blob = null }, statement, PartContents.Default.StatementContent);
    }

    private Part Seal<T>(Part part, T content, JsonTypeInfo<T> type) => part with
    {
        Sealed = sealer.Seal(SealHeader.Of(part.Tip, part.Id, part.Kind), JsonSerializer.SerializeToUtf8Bytes(content, type)),
    };

    // A plain text may be the answer to what its number was asked.
    private async Task<TipId?> AskedBeforeAsync(Part part, AcceptedEvent accepted, CancellationToken stop) =>
        part is { Kind: PartKind.Statement, Channel: Channel.Text } && accepted is { Number: { } number, Line: { } line }
            ? await asked.FindAsync(number, line, part.Received, stop)
            : null;

    // An answer may come in many parts, over days: each content wakes the earlier tip, which takes it for news or not.
    private void Add(Transaction transaction, TipState tip, Part part, FoundFacts found, bool isNewlyLinked)
    {
        if (found.Cleans is { } cleans)
            transaction.Announce(cleans.ToMessage(time.GetUtcNow()));
        if (isNewlyLinked || part.Kind.HasContent())
            foreach (var earlier in tip.Earlier)
                transaction.Announce(new WakeTip(TipId.OrNone(earlier), tip.Id, part.Id).ToMessage(time.GetUtcNow()));
        if (tip.IsCanary)
            transaction.Announce(new SettleCanary(tip.Id, part.Id).ToMessage(time.GetUtcNow()));
        else if (found.Likeness is not null)
            transaction.Announce(new CompareTexts(tip.Id, part.Id).ToMessage(time.GetUtcNow()));
    }

    /// <summary>Reads a message of the queue <c>tips</c>.</summary>
    /// <exception cref="RefusedException">It names no tip or part of ours.</exception>
    /// <exception cref="FormatException">It is no envelope.</exception>
    public static Part Read(string envelope)
    {
        var part = Envelope.Read(envelope);
        // Its ids become names of rows and blobs: what is none of ours must not name another's.
        return (part.Tip is not { } tip || TipId.Parse(tip.Value) is not null) && PartId.IsOurs(part.Id.Value)
            ? part : throw new RefusedException("The envelope names no tip or part of ours.");
    }
}
