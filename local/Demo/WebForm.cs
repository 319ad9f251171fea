using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Azure.Messaging.ServiceBus;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using Hotline.Delivery;
using Hotline.Intake.Evidence;
using Hotline.Sealing;
using Hotline.Tips;

namespace Hotline.Local.Demo;

/// <summary>The demo's reports from the form: sealed as Intake seals them, and put where it puts them. They have no receipt.</summary>
internal sealed class WebForm(PublicSealingKey key, RunningLine line) : IAsyncDisposable
{
    private readonly ServiceBusClient bus = new(line.ServiceBus);
    private readonly JweSealer sealer = new(key);
    private readonly EvidenceBlobs evidence = new(
        new SealingContainer(new BlobServiceClient(line.Storage, new SpecializedBlobClientOptions
        {
            ClientSideEncryption = new ClientSideEncryptionOptions(ClientSideEncryptionVersion.V2_0)
            {
                KeyEncryptionKey = new BlobKeyWrapper(key), KeyWrapAlgorithm = BlobKeyWrapper.Algorithm,
            },
        }).GetBlobContainerClient("evidence")),
        new PlainContainer(new BlobContainerClient(line.Storage, "evidence")));

    /// <summary>Sends a report with its files, and the reporter's later answer to it where there is one.</summary>
    public async Task<TipId> SendAsync(Report report, int n, CancellationToken stop)
    {
        var submission = Guid.NewGuid().ToString("N");
        var tip = TipId.OfSubmission(submission);
        await SayAsync(tip, submission, report.Says, report.Form, report.Reach ?? "", report.Language, stop);
        if (report.Image)
            await AttachAsync(tip, submission, "screenshot.png", "image/png", Picture.Of(n), stop);
        foreach (var file in report.Files ?? [])
            if (await MakeAsync(file, report, stop) is { } made)
                await AttachAsync(tip, submission, file, made.Type, made.Content, stop);
        if (report.Later is { } later)
        {
            var answer = Guid.NewGuid().ToString("N");
            var second = TipId.OfSubmission(answer);
            await SayAsync(second, answer, later, null, "", report.Language, stop);
            await SendAsync(second, PartId.Of(PartKind.Link, answer), PartKind.Link, report.Language, new LinkContent(tip.Value), PartContents.Default.LinkContent, stop);
        }

        return tip;
    }

    public ValueTask DisposeAsync() => bus.DisposeAsync();

    private Task SayAsync(TipId tip, string submission, string text, FormAnswers? form, string reach, string? language, CancellationToken stop) => SendAsync(
        tip, PartId.Of(PartKind.Statement, submission), PartKind.Statement, language, new StatementContent(text, reach, "", submission, 0, null, form),
        PartContents.Default.StatementContent, stop);

    private static async Task<(string Type, byte[] Content)?> MakeAsync(string name, Report report, CancellationToken stop) => Path.GetExtension(name) switch
    {
        ".wav" => await Voice.SpeakAsync(report.Says, report.Language ?? "en", stop) is { } sound ? ("audio/wav", sound) : null,
        ".pdf" => ("application/pdf", [.. "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"u8]),
        _ => throw new InvalidOperationException($"The demo makes no files like {name}."),
    };

    private async Task AttachAsync(TipId tip, string submission, string name, string type, byte[] file, CancellationToken stop)
    {
        var part = PartId.Of(PartKind.Attachment, $"{submission}-{Path.GetFileNameWithoutExtension(name)}");
        using var stream = new MemoryStream(file);
        var kept = await evidence.KeepAsync(tip, part, stream, stop);
        await SendAsync(
            tip, part, PartKind.Attachment, null,
            new EvidenceContent(submission, kept.Name, kept.Version, kept.Length, kept.Sha256, type, null, null, name),
            PartContents.Default.EvidenceContent, stop);
    }

    private async Task SendAsync<T>(TipId tip, PartId id, PartKind kind, string? language, T content, JsonTypeInfo<T> type, CancellationToken stop)
    {
        var jwe = sealer.Seal(SealHeader.Of(tip, id, kind), JsonSerializer.SerializeToUtf8Bytes(content, type));
        var part = new Part(tip, id, kind, Channel.Web, language ?? "en", DateTimeOffset.UtcNow, jwe);
        await bus.CreateSender(Queues.Tips).SendMessageAsync(
            new ServiceBusMessage(Envelope.Write(part)) { MessageId = id.Value, ContentType = Envelope.ContentType }, stop);
    }
}
