using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Hotline.Delivery;
using Hotline.Intake.Evidence;
using Hotline.Review;
using Hotline.Review.Acceptance;
using Hotline.Review.Canary;
using Hotline.Review.Casework;
using Hotline.Review.Evidence;
using Hotline.Review.Journal;
using Hotline.Review.Outreach;
using Hotline.Review.SignIn;
using Hotline.Review.Undelivered;
using Hotline.Sealing;
using Hotline.Tips;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Hotline.Tests.Drivers;

/// <summary>Review's own classes in this process, on a table and containers of a test's own, by a clock of the test's.</summary>
internal sealed class InProcessReview : IAsyncDisposable
{
    private static readonly RSA Key = RSA.Create(2048);

    // The bus is never reached: what is announced stays in the outbox.
    private readonly ServiceBusClient bus = new("Endpoint=sb://localhost;SharedAccessKeyName=none;SharedAccessKey=none");
    private readonly PublicSealingKey publicKey = PublicSealingKey.Parse(Key.ExportSubjectPublicKeyInfoPem());
    private readonly Outbox outbox;

    private InProcessReview(string connection)
    {
        var name = $"o{Guid.NewGuid():N}"[..20];
        Table = new TableClient(connection, name);
        Parts = new BlobContainerClient(connection, $"p{name}");
        Events = new BlobContainerClient(connection, $"e{name}");
        Evidence = new BlobContainerClient(connection, $"v{name}");
        var opening = new BlobServiceClient(connection, new SpecializedBlobClientOptions
        {
            ClientSideEncryption = new ClientSideEncryptionOptions(ClientSideEncryptionVersion.V2_0)
            {
                KeyResolver = new BlobKeyUnwrapper(Opener), KeyWrapAlgorithm = BlobSealer.KeyWrap,
            },
        }).GetBlobContainerClient(Evidence.Name);
        outbox = new Outbox(Table, new BusSenders(bus), NullLogger<Outbox>.Instance, new EventCopies(Events));
        var review = Options.Create(new ReviewOptions { Pepper = Convert.ToBase64String(new byte[32]), Lease = Lease });
        var (journal, numbers, asked) = (new PartJournal(Parts), new NumberHashes(review), new AskedTips(Table, review));
        Sealer = new JweSealer(publicKey);
        EvidenceReader = new EvidenceReader(new OpeningContainer(opening), new SealedContainer(Evidence));
        var reader = new PartReader(Opener, EvidenceReader);
        Facts = new PartFacts(reader, numbers, NullLogger<PartFacts>.Instance);
        Journal = new TipJournal(Table, outbox, Time);
        Listed = new ListedTips(Table, Journal, NullLogger<ListedTips>.Instance);
        var blocked = new Hotline.Review.Casework.BlockList(Table, outbox, Time);
        Acceptance = new PartAcceptance(
            reader, EvidenceReader, Facts, journal, Journal,
            new ConsentBook(Table, outbox, journal, numbers, asked, Time), blocked, asked, Time, Sealer);
        Casework = new TipCasework(
            Table, Journal, new Writing(Sealer, journal, Time),
            new Seats(Table, new DayJournal(Table, outbox, Time), Options.Create(new SignInOptions()), Time), blocked, review, Time);
        Reader = new TipReader(Table, new PartContainer(Parts), Opener, EvidenceReader);
        Check = new AuditCheck(Table, new EventContainer(Events), new PartContainer(Parts), Time);
        Undelivered = new UndeliveredDesk(Table, outbox, journal, new PartContainer(Parts), Mac, Time);
        Dormant = new DormantTips(
            Table, Listed, Journal, Reader, journal, Undelivered, review, Options.Create(new CanaryOptions()), Time);
    }

    /// <summary>Review's mark under the pepper of every line of the tests.</summary>
    public static ReviewMac Mac { get; } = new(Options.Create(new ReviewOptions { Pepper = Convert.ToBase64String(new byte[32]) }));

    public static TimeSpan Lease { get; } = TimeSpan.FromMinutes(15);

    public Opener Opener { get; } = new(Key.ExportPkcs8PrivateKeyPem());

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2030, 1, 1, 12, 0, 0, TimeSpan.Zero));

    public TableClient Table { get; }

    public ListedTips Listed { get; }

    public BlobContainerClient Parts { get; }

    public BlobContainerClient Events { get; }

    public BlobContainerClient Evidence { get; }

    public JweSealer Sealer { get; }

    public PartFacts Facts { get; }

    public TipJournal Journal { get; }

    public PartAcceptance Acceptance { get; }

    public TipCasework Casework { get; }

    public TipReader Reader { get; }

    public EvidenceReader EvidenceReader { get; }

    public AuditCheck Check { get; }

    public UndeliveredDesk Undelivered { get; }

    public DormantTips Dormant { get; }

    /// <summary>The table made again from the containers.</summary>
    public Rebuild Rebuild => new(Table, new EventContainer(Events), new PartContainer(Parts), Time);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<InProcessReview> OpenAsync(SharedParts parts)
    {
        var review = new InProcessReview(parts.Azurite.ConnectionString);
        await review.Table.CreateAsync(Stop);
        foreach (var container in new[] { review.Parts, review.Events, review.Evidence })
            await container.CreateAsync(cancellationToken: Stop);
        return review;
    }

    /// <summary>A classes' set without storage: for what needs none.</summary>
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
        var stored = await new EvidenceBlobs(new EvidenceContainer(Evidence), new BlobSealer(publicKey))
            .KeepAsync(tip, PartId.Of(PartKind.Recording, source), new MemoryStream(sound), Stop);
        // Azurite keeps no versions that could be told from what is written over them.
        var content = new EvidenceContent(source, stored.Name, null, stored.Length, stored.Sha256, "audio/x-wav", 3, null);
        return (Seal(tip, PartKind.Recording, source, Channel.Phone, Time.GetUtcNow(), content,
            PartContents.Default.EvidenceContent), content);
    }

    /// <summary>A file that came with a text, with its sealed blob.</summary>
    public async Task<Part> AttachmentAsync(TipId tip, string source, string name, byte[] file)
    {
        var stored = await new EvidenceBlobs(new EvidenceContainer(Evidence), new BlobSealer(publicKey))
            .KeepAsync(tip, PartId.Of(PartKind.Attachment, source), new MemoryStream(file), Stop);
        var content = new EvidenceContent(source, stored.Name, null, stored.Length, stored.Sha256, "text/plain", null, null, name);
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
            await Acceptance.AcceptAsync(OutboxMessage.From(row).Body, Stop);
    }

    public Task AcceptAsync(Part part) => Acceptance.AcceptAsync(Envelope.Write(part), Stop);

    /// <summary>Copies every event, as Delivery does.</summary>
    public async Task CopyEventsAsync()
    {
        foreach (var row in await RowsAsync("outbox|"))
            if (OutboxMessage.From(row) is { Queue: Queues.Events } copy)
                await outbox.SendAsync(row.PartitionKey, copy, Stop);
    }

    public async Task<IReadOnlyList<TableEntity>> RowsAsync(string prefix) =>
        [.. (await Table.QueryAsync<TableEntity>(cancellationToken: Stop).ToListAsync(Stop))
            .Where(row => row.RowKey.StartsWith(prefix, StringComparison.Ordinal))];

    public async Task<TableEntity> RowAsync(string key) => (await RowsAsync(key)).Single(row => row.RowKey == key);

    public Task PutAsync(TableEntity row) => Table.UpsertEntityAsync(row, TableUpdateMode.Replace, Stop);

    /// <summary>Writes a blob over, with the metadata that it had.</summary>
    public static async Task OverwriteAsync(BlobClient blob, byte[] bytes, IDictionary<string, string>? metadata = null) =>
        await blob.UploadAsync(BinaryData.FromBytes(bytes), new BlobUploadOptions { Metadata = metadata }, Stop);

    public async ValueTask DisposeAsync()
    {
        await bus.DisposeAsync();
        publicKey.Dispose();
        Opener.Dispose();
    }
}
