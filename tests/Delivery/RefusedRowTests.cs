using Azure;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Hotline.Contracts;
using Hotline.Platform.Messaging;
using Hotline.Platform.Storage;
using Hotline.Review.Ledger;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;

namespace Hotline.Tests.Delivery;

/// <summary>What the sweep does where storage refuses the copies of single events, whatever it says of them.</summary>
[Trait("Speed", "slow")]
public sealed class RefusedRowTests(SharedParts parts)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(500)]
    public async Task A_refused_event_row_delays_no_other(int status)
    {
        var table = new TableClient(parts.Azurite.ConnectionString, $"s{Guid.NewGuid():N}"[..20]);
        await table.CreateAsync(Stop);
        await using var bus = new ServiceBusClient("Endpoint=sb://localhost;SharedAccessKeyName=none;SharedAccessKey=none");
        foreach (var id in new[] { "a", "b-refused", "c", "d-refused", "e" })
        {
            var columns = new OutboxMessage(Queues.Events, id, "{}", "application/json", DateTimeOffset.UtcNow.AddMinutes(-1)).ToColumns();
            (columns.PartitionKey, columns.RowKey) = ("0", OutboxKeys.Of(Queues.Events, id));
            await table.AddEntityAsync(columns, Stop);
        }

        var room = new RoomTable(table, ["0"]);
        using var sentRows = new SentRows(room, TimeProvider.System, NullLogger<SentRows>.Instance);
        await sentRows.StartAsync(Stop);
        var outbox = new Outbox(
            room, new BusSenders(bus), sentRows, TimeProvider.System, NullLogger<Outbox>.Instance, [new EventCopies(Refusing(status))]);
        var sweep = new OutboxSweep(room, outbox, sentRows, TimeProvider.System, NullLogger<OutboxSweep>.Instance);
        await Record.ExceptionAsync(() => sweep.RunAsync(Stop));
        await sentRows.StopAsync(Stop);
        Assert.Equal(
            [OutboxKeys.Of(Queues.Events, "b-refused"), OutboxKeys.Of(Queues.Events, "d-refused")],
            await table.QueryAsync<TableEntity>(cancellationToken: Stop).Select(row => row.RowKey).ToListAsync(Stop));
        await table.DeleteAsync(Stop);
    }

    private static BlobContainerClient Refusing(int status)
    {
        var container = new Mock<BlobContainerClient>();
        container.Setup(it => it.GetBlobClient(It.IsAny<string>())).Returns((string id) =>
        {
            var blob = new Mock<BlobClient>();
            var upload = blob.Setup(
                it => it.UploadAsync(It.IsAny<BinaryData>(), It.IsAny<BlobUploadOptions>(), It.IsAny<CancellationToken>()));
            if (id.EndsWith("refused", StringComparison.Ordinal))
                upload.ThrowsAsync(new RequestFailedException(status, "Refused."));
            else
                upload.ReturnsAsync(Response.FromValue(Mock.Of<BlobContentInfo>(), Mock.Of<Response>()));
            return blob.Object;
        });
        return container.Object;
    }
}
