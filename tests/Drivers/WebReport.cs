using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Azure.Messaging.ServiceBus;
using Hotline.Contracts;
using Hotline.Intake.Drop;
using Hotline.Intake.Receipts;
using Hotline.Platform.Sealing;

namespace Hotline.Tests.Drivers;

/// <summary>What the form sends on, part by part, as Intake seals it; and how far a text got, as Intake passes it on.</summary>
/// <param name="line">The line that it comes to.</param>
/// <param name="name">Tells it from the test's others.</param>
internal sealed class WebReport(Line line, string name)
{
    // Ids are as long as the form's own: what goes by them must hold them.
    private readonly string submission = HashOf(name, 32);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public TipId Tip => TipId.OfSubmission(submission);

    public async Task<WebReport> SaysAsync(
        string text, FormAnswers? answers = null, string reach = "", TipId? of = null, bool hidesCodes = false)
    {
        var content = new StatementContent(text, reach, "", submission, 0, null, answers, HidesCodes: hidesCodes);
        await SendAsync(of ?? Tip, PartId.Of(PartKind.Statement, $"{submission}-{HashOf(text, 16)}"), PartKind.Statement, Channel.Web, content,
            PartContents.Default.StatementContent);
        return this;
    }

    public async Task<PartId> AttachesAsync(string name, byte[] file)
    {
        var part = PartId.Of(PartKind.Attachment, $"{submission}-{HashOf(name, 16)}");
        using var key = line.Opener.NewestPublicKey();
        using var stream = new MemoryStream(file);
        var kept = await new EvidenceBlobs(new EvidenceContainer(line.Evidence), new BlobSealer(key)).KeepAsync(Tip, part, stream, Stop);
        var type = ContentSniffer.TypeOf(file.AsSpan(0, Math.Min(file.Length, ContentSniffer.HeadLength)));
        var content = new EvidenceContent(submission, kept.Name, kept.Version, kept.Length, kept.Sha256, type, null, null, name);
        await SendAsync(Tip, part, PartKind.Attachment, Channel.Web, content, PartContents.Default.EvidenceContent);
        return part;
    }

    public async Task<ReceiptCode> TakesReceiptAsync()
    {
        var code = ReceiptCode.New();
        var receipt = ReceiptKeys.Of(code);
        await SendAsync(
            Tip, PartId.Of(PartKind.Receipt, receipt.Lookup), PartKind.Receipt, Channel.Web,
            new ReceiptContent(receipt.Lookup, Convert.ToBase64String(receipt.PublicKey)), PartContents.Default.ReceiptContent);
        return code;
    }

    public Task AnswersAsync(TipId earlier) => SendAsync(
        Tip, PartId.Of(PartKind.Link, submission), PartKind.Link, Channel.Web, new LinkContent(earlier.Value),
        PartContents.Default.LinkContent);

    public static Task DeliveredAsync(Line line, TipId tip, string question, string sid, string status, int? error = null) => SendAsync(
        line, tip, PartId.Of(PartKind.DeliveryStatus, $"{sid}-{status}"), PartKind.DeliveryStatus, Channel.Text,
        new DeliveryContent(sid, status, error, question, DateTimeOffset.UtcNow), PartContents.Default.DeliveryContent);

    private static string HashOf(string text, int digits) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..digits];

    private Task SendAsync<T>(TipId tip, PartId id, PartKind kind, Channel channel, T content, JsonTypeInfo<T> type) =>
        SendAsync(line, tip, id, kind, channel, content, type);

    private static async Task SendAsync<T>(
        Line line, TipId tip, PartId id, PartKind kind, Channel channel, T content, JsonTypeInfo<T> type)
    {
        using var key = line.Opener.NewestPublicKey();
        var jwe = new JweSealer(key).Seal(SealHeader.Of(tip, id, kind), JsonSerializer.SerializeToUtf8Bytes(content, type));
        await using var bus = new ServiceBusClient(line.Broker.ConnectionString);
        await bus.CreateSender("tips").SendMessageAsync(
            new ServiceBusMessage(
                Envelope.Write(new Part(tip, id, kind, channel, "en", DateTimeOffset.UtcNow, jwe))) { MessageId = id.Value }, Stop);
    }
}
