using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Hotline.Contracts;
using Hotline.Intake.Drop;
using Hotline.Platform.Http;
using Hotline.Platform.Messaging;
using Hotline.Platform.Sealing;
using Hotline.Platform.Storage;
using Hotline.Review.Acceptance;
using Hotline.Review.Audit;
using Hotline.Review.Casework;
using Hotline.Review.Files;
using Hotline.Review.Ledger;
using Hotline.Review.Numbers;
using Hotline.Review.Outreach;
using Hotline.Review.Retention;
using Hotline.Review.Similarity;
using Hotline.Review.Tips;
using Hotline.Review.Undelivered;
using Hotline.Rooms;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hotline.Tests.Drivers;

/// <summary>The review room's own services in this process, on a table and containers of a test's own, by a clock of the test's.</summary>
internal sealed class InProcessReview : IAsyncDisposable
{
    private static readonly RSA Key = RSA.Create(2048);

    private readonly ServiceProvider room;

    private InProcessReview(string connection)
    {
        var name = $"o{Guid.NewGuid():N}"[..20];
        var settings = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Hotline:Room"] = "Review",
            ["Hotline:PublicUrl"] = "https://console.example.org",
            ["Hotline:SealingKeys"] = Key.ExportPkcs8PrivateKeyPem(),
            ["Hotline:Storage:ConnectionString"] = connection,
            ["Hotline:Storage:Table"] = name,
            ["Hotline:Storage:Parts"] = $"p{name}",
            ["Hotline:Storage:Events"] = $"e{name}",
            ["Hotline:Storage:Evidence"] = $"v{name}",
            ["Hotline:Review:Pepper"] = Convert.ToBase64String(new byte[32]),
            ["Hotline:Review:Lease"] = Lease.ToString(),
            ["ServiceBus"] = "Endpoint=sb://localhost;SharedAccessKeyName=none;SharedAccessKey=none",
        }).Build();
        room = new ServiceCollection().AddSingleton<IConfiguration>(settings).AddHosting(settings).AddReviewRoom(settings)
            .AddSingleton<TimeProvider>(Time)
            // Without a bus, what is announced stays in the outbox.
            .AddSingleton(services => new Outbox(
                services.GetRequiredService<RoomTable>(), null, services.GetRequiredService<SentRows>(), Time,
                services.GetRequiredService<ILogger<Outbox>>(), services.GetServices<IOutboxTarget>()))
            .BuildServiceProvider();
    }

    /// <summary>Review's mark under the pepper of every line of the tests.</summary>
    public static ReviewMac Mac { get; } = new(Microsoft.Extensions.Options.Options.Create(new ReviewOptions { Pepper = Convert.ToBase64String(new byte[32]) }));

    public static TimeSpan Lease { get; } = TimeSpan.FromMinutes(15);

    public SetClock Time { get; } = new(new DateTimeOffset(2030, 1, 1, 12, 0, 0, TimeSpan.Zero));

    public Opener Opener => Get<Opener>();

    public TableClient Table => Get<TableClient>();

    public RoomTable Room => Get<RoomTable>();

    public ChainWriter Chains => Get<ChainWriter>();

    public TipIndexReader Listed => Get<TipIndexReader>();

    public BlobContainerClient Parts => Get<PartContainer>().Client;

    public BlobContainerClient Events => Get<EventContainer>().Client;

    public BlobContainerClient Evidence => Get<SealedContainer>().Client;

    public ISealer Sealer => Get<ISealer>();

    public PartFacts Facts => Get<PartFacts>();

    public TipJournal Journal => Get<TipJournal>();

    public PartAcceptance Acceptance => Get<PartAcceptance>();

    public TipCasework Casework => Get<TipCasework>();

    public TipReader Reader => Get<TipReader>();

    public EvidenceReader EvidenceReader => Get<EvidenceReader>();

    public QuestionReach Reach => Get<QuestionReach>();

    public ConsentBook Consents => Get<ConsentBook>();

    public NumberHashes Numbers => Get<NumberHashes>();

    public SimilarTipFinder Similar => Get<SimilarTipFinder>();

    public AuditCheck Check => Get<AuditCheck>();

    public UndeliveredDesk Undelivered => Get<UndeliveredDesk>();

    public UndeliveredRows UndeliveredRows => Get<UndeliveredRows>();

    public SendAllAgain SendAllAgain => Get<SendAllAgain>();

    public DormantTipSweep Dormant => Get<DormantTipSweep>();

    public IJobTable Jobs => room.GetRequiredKeyedService<IJobTable>(Queues.Review);

    /// <summary>The table made again from the containers.</summary>
    public Rebuild Rebuild => new(Room, new EventContainer(Events), new PartContainer(Parts), Time);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<InProcessReview> OpenAsync(SharedParts parts)
    {
        var review = new InProcessReview(parts.Azurite.ConnectionString);
        await review.Table.CreateAsync(Stop);
        foreach (var container in new[] { review.Parts, review.Events, review.Evidence })
            await container.CreateAsync(cancellationToken: Stop);
        return review;
    }

    /// <summary>The room without its table and containers: for what needs none.</summary>
    public static InProcessReview WithoutStorage() => new("UseDevelopmentStorage=true");

    /// <summary>A sealed part.</summary>
    public Part Seal<T>(
        TipId tip, PartKind kind, string source, Channel channel, DateTimeOffset received, T content, JsonTypeInfo<T> type,
        bool isOfTip = true)
    {
        var (id, of) = (PartId.Of(kind, source), isOfTip ? tip : (TipId?)null);
        return new Part(
            of, id, kind, channel, null, received,
            Sealer.Seal(SealHeader.Of(of, id, kind), JsonSerializer.SerializeToUtf8Bytes(content, type)));
    }

    /// <summary>A text.</summary>
    public Part Statement(TipId tip, string source, string text) => Seal(
        tip, PartKind.Statement, source, Channel.Text, Time.GetUtcNow(),
        new StatementContent(text, "+15005550006", Line.Number, source, 0, null), PartContents.Default.StatementContent);

    /// <summary>A recording, with its sealed blob.</summary>
    public async Task<(Part Part, EvidenceContent Content)> RecordingAsync(TipId tip, string source, byte[] sound)
    {
        var stored = await new EvidenceBlobs(new EvidenceContainer(Evidence), new BlobSealer(Get<PublicSealingKey>()))
            .KeepAsync(tip, PartId.Of(PartKind.Recording, source), new MemoryStream(sound), Stop);
        // Azurite keeps no versions that could be told from what is written over them.
        var content = new EvidenceContent(source, stored.Name, null, stored.Length, stored.Sha256, "audio/x-wav", 3, null);
        return (Seal(tip, PartKind.Recording, source, Channel.Phone, Time.GetUtcNow(), content,
            PartContents.Default.EvidenceContent), content);
    }

    /// <summary>A file that came with a text, with its sealed blob.</summary>
    public async Task<Part> AttachmentAsync(TipId tip, string source, string name, byte[] file, string type = "text/plain")
    {
        var stored = await new EvidenceBlobs(new EvidenceContainer(Evidence), new BlobSealer(Get<PublicSealingKey>()))
            .KeepAsync(tip, PartId.Of(PartKind.Attachment, source), new MemoryStream(file), Stop);
        var content = new EvidenceContent(source, stored.Name, null, stored.Length, stored.Sha256, type, null, null, name);
        return Seal(tip, PartKind.Attachment, source, Channel.Text, Time.GetUtcNow(), content, PartContents.Default.EvidenceContent);
    }

    /// <summary>A receipt.</summary>
    public Part Receipt(TipId tip, string source) => Seal(
        tip, PartKind.Receipt, source, Channel.Web, Time.GetUtcNow(), new ReceiptContent(source, ""), PartContents.Default.ReceiptContent);

    /// <summary>Drops the table and makes an empty one.</summary>
    public async Task LoseTableAsync()
    {
        await Table.DeleteAsync(Stop);
        await Table.CreateAsync(Stop);
    }

    /// <summary>Accepts what the outbox announces to the queue <c>tips</c>, as the sweep and the bus would bring it.</summary>
    public async Task AcceptAnnouncedAsync()
    {
        foreach (var row in await RowsAsync("outbox|tips|"))
            await Acceptance.AcceptAsync(PartAcceptance.Read(OutboxMessage.From(row).Body), Stop);
    }

    /// <summary>The undelivered messages that wait, the oldest first.</summary>
    public async Task<IReadOnlyList<UndeliveredMessage>> WaitingAsync() =>
        (await UndeliveredRows.PageAsync(settled: false, null, 1000, Stop)).Messages;

    public async Task AcceptAsync(Part part) => await Acceptance.AcceptAsync(PartAcceptance.Read(Envelope.Write(part)), Stop);

    /// <summary>Copies every event, as Delivery does.</summary>
    public async Task CopyEventsAsync()
    {
        foreach (var row in await RowsAsync("outbox|"))
            if (OutboxMessage.From(row) is { Queue: Queues.Events } copy)
            {
                await Get<Outbox>().SendAsync(new StoredMessage(row.PartitionKey, copy, row.ETag), Stop);
                await Table.DeleteEntityAsync(row.PartitionKey, row.RowKey, row.ETag, Stop);
            }
    }

    public async Task<IReadOnlyList<TableEntity>> RowsAsync(string prefix) =>
        [.. (await Table.QueryAsync<TableEntity>(cancellationToken: Stop).ToListAsync(Stop))
            .Where(row => row.RowKey.StartsWith(prefix, StringComparison.Ordinal))];

    public async Task<TableEntity> RowAsync(string key) => (await RowsAsync(key)).Single(row => row.RowKey == key);

    public Task PutAsync(TableEntity row) => Table.UpsertEntityAsync(row, TableUpdateMode.Replace, Stop);

    /// <summary>Writes a blob over, with the metadata that it had.</summary>
    public static async Task OverwriteAsync(BlobClient blob, byte[] bytes, IDictionary<string, string>? metadata = null) =>
        await blob.UploadAsync(BinaryData.FromBytes(bytes), new BlobUploadOptions { Metadata = metadata }, Stop);

    public ValueTask DisposeAsync() => room.DisposeAsync();

    private T Get<T>() where T : notnull => room.GetRequiredService<T>();
}
