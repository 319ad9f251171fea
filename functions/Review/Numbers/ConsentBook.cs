using Azure.Data.Tables;
using Hotline.Contracts;
using Hotline.Platform.Messaging;
using Hotline.Platform.Storage;
using Hotline.Review.Ledger;
using Hotline.Review.Table;
using Hotline.Review.Tips;

namespace Hotline.Review.Numbers;

/// <summary>What numbers last said of being texted. A number has a chain of its own: its words belong to no tip.</summary>
public sealed class ConsentBook(
    RoomTable table, ChainWriter chains, PartJournal parts, NumberHashes numbers, PendingQuestions asked, TimeProvider time)
{
    /// <summary>The row that a number's chain makes: its last STOP or START.</summary>
    public static IEnumerable<(string Row, TableEntity Columns)> RowsOf(string number, IReadOnlyList<LedgerEvent> happened)
    {
        if (happened.LastOrDefault(e => WordOf(e) is not "HELP") is { } last)
            yield return (ReviewKeys.Consent(number), new TableEntity { { "Word", WordOf(last) }, { "At", last.At } });
    }

    private static string? WordOf(LedgerEvent happened) => (happened.What as ConsentedEvent)?.Word;

    /// <summary>The row that tells a repeated word, answer or text, in the chain of that scope: a number's, or a tip's.</summary>
    public static string MarkerOf(string part, string scope) => ReviewKeys.Seen(part, scope.Split('-')[0], "0");

    /// <summary>A number's last STOP or START; null when it said neither.</summary>
    public async Task<(string Word, DateTimeOffset At)?> FindAsync(string number, CancellationToken stop)
    {
        var row = await table.FindAsync(ReviewKeys.ReviewShardOf($"consent-{number}"), ReviewKeys.Consent(number), stop);
        return row is null ? null : (row.GetString("Word"), row.GetDateTimeOffset("At")!.Value);
    }

    /// <summary>The tip whose question a carrier word may answer; null when its number was asked nothing.</summary>
    public async Task<TipId?> AskedAsync(Part part, ConsentContent content, CancellationToken stop) =>
        numbers.Of(content.From) is { } number ? await asked.FindAsync(number, content.Line, part.Received, stop) : null;

    /// <summary>Keeps STOP, START or HELP. What came from no one phone has a chain of its own, and stops nobody's texts.</summary>
    public async Task KeepAsync(Part part, ConsentContent content, CancellationToken stop)
    {
        var number = numbers.Of(content.From) ?? numbers.OfNobody(content.Source);
        var scope = $"consent-{number}";
        var earlier = await AskedAsync(part, content, stop);
        await parts.KeepAsync(PartJournal.Consents, part.Id.Value, Envelope.Write(part), stop);
        var consented = new ConsentedEvent(part.Id, content.Word, content.Line);
        var step = new ChainStep<bool>([consented], Write, false) { Marker = (MarkerOf(part.Id.Value, scope), []) };
        await chains.AppendAsync(
            scope, Actor.Line, (_, _) => ValueTask.FromResult(step), "Too many words of one number came at once.", stop);

        bool Write(Transaction transaction, IReadOnlyList<LedgerEvent> events)
        {
            foreach (var (row, columns) in RowsOf(number, events))
                transaction.Put(row, columns);
            foreach (var message in AnnouncedBy(part, content, earlier))
                transaction.Announce(message);
            return true;
        }
    }

    private IEnumerable<OutboxMessage> AnnouncedBy(Part part, ConsentContent content, TipId? earlier)
    {
        if (content.Shard is { } shard)
            yield return new PartAccepted(shard, content.Source).ToMessage(time.GetUtcNow());
        if (earlier is { } tip)
            yield return new HearWord(tip, part.Id, content.Word).ToMessage(time.GetUtcNow());
    }
}
