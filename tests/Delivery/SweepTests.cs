using Azure.Data.Tables;
using Hotline.Contracts;
using Hotline.Platform.Messaging;

namespace Hotline.Tests.Delivery;

/// <summary>What the sweep does with rows that something is wrong with, in the real worker.</summary>
[Trait("Speed", "slow")]
public sealed class SweepTests(SharedParts parts)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_row_that_can_not_be_sent_keeps_no_other_back_and_an_id_too_long_for_the_bus_is_sent_under_its_hash()
    {
        await using var line = await Line.StartAsync(parts);
        // In the order of the sweep.
        await AddAsync(line.Table, "a", new TableEntity { { "Queue", "tips" }, { "Body", "altered" } });
        var first = PartOf("statement-SM1");
        await AddAsync(line.Table, new string('b', 129), Left("tips", new string('b', 129), first));
        var last = PartOf("statement-SM2");
        await AddAsync(line.Table, "c", Left("tips", "c", last));
        await line.FireIntakeAsync(nameof(SweepOutbox));

        var tips = await line.WaitForTipsAsync(tips => tips.Count == 2);
        Assert.Equal([first, last], tips.OrderBy(part => part.Id.Value, StringComparer.Ordinal));
        await Eventually.TrueAsync(
            async () => (await line.RowsAsync()).Where(row => row.RowKey.StartsWith("outbox|", StringComparison.Ordinal))
                .Select(row => row.RowKey).SequenceEqual([OutboxKeys.Of("tips", "a")]), Stop);
        Assert.Contains(line.Log.Lines, logged => logged.StartsWith("Error", StringComparison.Ordinal)
            && logged.Contains("can't be sent: AlteredException", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_place_that_can_not_be_reached_keeps_back_only_what_goes_there()
    {
        await using var line = await Line.StartAsync(parts);
        await line.StartReviewAsync();
        await line.Events.DeleteAsync(cancellationToken: Stop);
        await AddAsync(line.ReviewTable, "a", Left(Queues.Events, "a", PartOf("statement-SM0")));
        await AddAsync(line.ReviewTable, "b", Left("tips", "b", PartOf("statement-SM1")));
        await line.FireAsync(nameof(SweepOutbox));
        await Eventually.TrueAsync(
            async () => (await ReviewRows.FindAsync(line, "outbox|tips|")).Count == 0, Stop);
        Assert.Single(await ReviewRows.FindAsync(line, OutboxKeys.Of(Queues.Events, "a")));
    }

    private static Part PartOf(string id) =>
        new(TipOf.Text("SM1"), new PartId(id), PartKind.Statement, Channel.Text, null, DateTimeOffset.UtcNow, "a.b.c.d.e");

    private static TableEntity Left(string queue, string id, Part part) =>
        new OutboxMessage(queue, id, Envelope.Write(part), Envelope.ContentType, DateTimeOffset.UtcNow.AddMinutes(-1)).ToColumns();

    private static async Task AddAsync(TableClient table, string id, TableEntity columns)
    {
        (columns.PartitionKey, columns.RowKey) = ("0", OutboxKeys.Of(columns.GetString("Queue"), id));
        await table.AddEntityAsync(columns, Stop);
    }
}
