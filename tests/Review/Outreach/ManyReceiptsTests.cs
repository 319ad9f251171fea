using System.Security.Cryptography;
using Azure.Messaging.ServiceBus;
using Hotline.Contracts;
using Hotline.Platform.Messaging;
using Hotline.Review.Ledger;
using Hotline.Review.Outreach;
using Hotline.Review.Tips;
using Moq;

namespace Hotline.Tests.Review.Outreach;

/// <summary>Questions on a tip that has more receipts than a transaction has room for.</summary>
[Trait("Speed", "slow")]
public sealed class ManyReceiptsTests(SharedParts parts)
{
    private const int Receipts = 101;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_of_a_hundred_and_one_receipts_gets_the_question()
    {
        await using var review = await InProcessReview.OpenAsync(parts);
        using var key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        var publicKey = Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());
        var tip = TipOf.Text(Webhook.Sid("SM"));
        await review.AcceptAsync(review.Statement(tip, "s1", "They posted her address."));
        for (var n = 0; n < Receipts; n++)
            await review.AcceptAsync(review.Seal(
                tip, PartKind.Receipt, $"r{n}", Channel.Web, review.Time.GetUtcNow(), new ReceiptContent($"r{n}", publicKey),
                PartContents.Default.ReceiptContent));

        var sent = new List<ServiceBusMessage>();
        var sender = new Mock<ServiceBusSender>();
        sender.Setup(it => it.SendMessageAsync(It.IsAny<ServiceBusMessage>(), It.IsAny<CancellationToken>()))
            .Callback((ServiceBusMessage message, CancellationToken _) => sent.Add(message)).Returns(Task.CompletedTask);
        var bus = new Mock<ServiceBusClient>();
        bus.Setup(it => it.CreateSender(Queues.Replies)).Returns(sender.Object);
        var questions = new QuestionSender(
            review.Journal, review.Reader, new AuthoredParts(review.Sealer, new PartJournal(review.Parts), review.Time),
            new BusSenders(bus.Object), review.Time);
        var before = (await review.Journal.FindAsync(tip, Stop))!;
        await questions.AskAsync(tip, "Which street?", before.Revision, new Actor("1", "Rosa Vidal", null), Stop);

        var order = Assert.Single(await review.RowsAsync("outbox|review|spread-"));
        await questions.HandleAsync(SpreadQuestion.Of(ReviewOrder.Read(OutboxMessage.From(order).Body)), Stop);
        var replies = (await review.RowsAsync("outbox|replies|")).Select(row => OutboxMessage.From(row).Body)
            .Concat(sent.Select(message => message.Body.ToString())).Select(Reply.Read).ToList();
        Assert.Equal((Receipts, Receipts), (sent.Count, sent.Select(message => message.MessageId).Distinct().Count()));
        Assert.Equal(Receipts, replies.Select(reply => reply.Lookup).Distinct().Count());
        Assert.All(replies, reply => Assert.Equal((ReplyKind.Question, 1), (reply.Kind, reply.Number)));
    }
}
