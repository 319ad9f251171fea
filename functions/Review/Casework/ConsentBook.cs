using Azure.Data.Tables;
using Hotline.Delivery;
using Hotline.Review.Journal;
using Hotline.Storage;
using Hotline.Tips;

namespace Hotline.Review.Casework;

/// <summary>What numbers last said of being texted. A number has a chain of its own: its words belong to no tip.</summary>
public sealed class ConsentBook(TableClient table, Outbox outbox, PartJournal parts, NumberHashes numbers, TimeProvider time)
{
    private const int MostTries = 20;

    /// <summary>The row that a number's chain makes: its last STOP or START.</summary>
    public static IEnumerable<(string Row, TableEntity Columns)> RowsOf(string number, IReadOnlyList<AuditEvent> happened)
    {
        if (happened.LastOrDefault(e => e.Fact("word") is not "HELP") is { } last)
            yield return (Keys.Consent(number), new TableEntity { { "Word", last.Fact("word") }, { "At", last.At } });
    }

    /// <summary>The row that tells a repeated word.</summary>
    public static string MarkerOf(AuditEvent happened) => Keys.Seen(happened.Fact("part")!, "consent", "0");

    /// <summary>Keeps STOP, START or HELP.</summary>
    public async Task KeepAsync(Part part, ConsentContent content, CancellationToken stop)
    {
        if (numbers.Of(content.From) is not { } number)
            throw new RefusedException("A carrier word came from no number.");
        var scope = $"consent-{number}";
        await parts.KeepAsync("consent", part.Id.Value, Envelope.Write(part), stop);
        for (var tries = 0; tries < MostTries; tries++)
        {
            var chain = await Chain.FindAsync(table, scope, stop);
            var happened = chain.Next(
                Happening.Of(Act.Consented, ("part", part.Id.Value), ("word", content.Word), ("line", content.Line)), Actor.Line, time.GetUtcNow());
            var transaction = new Transaction(Keys.ReviewShardOf(scope)).Insert(MarkerOf(happened));
            chain.AddTo(transaction, [happened]);
            foreach (var (row, columns) in RowsOf(number, [happened]))
                transaction.Put(row, columns);
            if (await outbox.CommitAsync(transaction, stop) is null or 0)
                return;
        }

        throw new NotYetException("Too many words of one number came at once.");
    }
}
