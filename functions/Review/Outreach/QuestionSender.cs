using System.Text.Json;
using Hotline.Contracts;
using Hotline.Platform.Messaging;
using Hotline.Platform.Sealing;
using Hotline.Review.Ledger;
using Hotline.Review.Tips;

namespace Hotline.Review.Outreach;

/// <summary>
/// Asks a reporter: the question is sealed to every receipt of the tip and goes to <c>replies</c> with the act that asks it. Who came by
/// text is texted too.
/// </summary>
public sealed class QuestionSender(TipJournal tips, TipReader reader, AuthoredParts writing, BusSenders bus, TimeProvider time)
    : IJobHandler<SpreadQuestion>
{
    // A transaction takes a hundred rows. What is beyond goes out by an order of its own.
    private const int MaxAtOnce = 50;

    // With our own words about it, it stays within the 1600 characters of a text.
    private const int MaxCharacters = 1000;

    /// <summary>Asks.</summary>
    /// <exception cref="ConflictException">
    /// The tip has changed, is closed, or has no receipt to which a question could be sealed.
    /// </exception>
    public async Task<TipState> AskAsync(TipId tip, string text, int revision, Actor actor, CancellationToken stop)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw new ConflictException("Say it in words: the text is empty.");
        if (text.Length > MaxCharacters)
            throw new ConflictException($"The text is over {MaxCharacters} characters.");
        var receipts = ReceiptsOf(await reader.PartsAsync(tip, stop));
        var asked = await tips.FindAsync(tip, stop) ?? throw new ConflictException("There is no such tip.");
        if (receipts.Count == 0)
            throw new ConflictException(asked.Earlier.IsEmpty
                ? "This reporter was given no receipt, so no question can reach them."
                : "This tip answers an earlier one: ask there, its receipt is the one that the reporter holds.");
        Decide(asked, revision, "", []);
        var now = time.GetUtcNow();
        // The tip's next: at another revision than this one nothing is asked.
        var question = new QuestionContent(text.Trim(), now, asked.Questions + 1);
        var content = ContentOf(question);
        var (part, row) = await writing.KeepAsync(tip, PartKind.Question, text.Trim(), null, actor, revision, stop);
        var messages = receipts.Take(MaxAtOnce).Select(receipt => ReplyTo(receipt, content, asked.Questions + 1, part)).ToList();
        if (receipts.Count > MaxAtOnce)
            messages.Add(new SpreadQuestion(tip, new PartId(part), asked.Questions + 1).ToMessage(now));
        return await tips.ActAsync(tip, actor, state => Decide(state, revision, part, messages), stop, row);
    }

    /// <summary>Brings a question to the receipts that its own transaction had no room for.</summary>
    public async Task HandleAsync(SpreadQuestion job, CancellationToken stop)
    {
        var parts = await reader.PartsAsync(job.Tip, stop);
        if (parts.FirstOrDefault(part => part.Part.Id == job.Question) is not { Content: WrittenContent asked } kept)
            throw new RefusedException("There is no such question to bring to the tip's receipts.");
        var content = ContentOf(new QuestionContent(asked.Text, kept.Part.Received, job.Number));
        // To those that have it already it is the same reply once more, which changes nothing.
        foreach (var receipt in ReceiptsOf(parts))
            await bus.SendAsync(Queues.Replies, ReplyTo(receipt, content, job.Number, job.Question.Value).ToBus(), stop);
    }

    private static List<ReceiptContent> ReceiptsOf(IEnumerable<OpenedPart> parts) =>
        [.. parts.Select(part => part.Content).OfType<ReceiptContent>()];

    private static byte[] ContentOf(QuestionContent question) =>
        JsonSerializer.SerializeToUtf8Bytes(question, ReplyJson.Default.QuestionContent);

    private OutboxMessage ReplyTo(ReceiptContent receipt, byte[] content, int number, string part) => new(
        Queues.Replies, $"{part}-{receipt.Lookup}",
        new Reply(receipt.Lookup, ReplyKind.Question, number, ReceiptSealer.Seal(receipt.PublicKey, content)).ToJson(),
        "application/json", time.GetUtcNow());

    private Decision Decide(TipState state, int revision, string part, IReadOnlyList<OutboxMessage> messages)
    {
        if (state.IsCanary)
            throw new ConflictException("There is no such tip.");
        if (state.Stage == TipStage.Closed)
            throw new ConflictException("The tip is closed; open it again first.");
        if (state.Revision != revision)
            throw new ConflictException("The tip has changed since you opened it.");
        return new Decision(
            [new AskedEvent(new PartId(part), state.Questions + 1)],
            (transaction, _) =>
            {
                foreach (var message in messages)
                    transaction.Announce(message);
                if (state is { Number: not null, Line: not null } && state.Channels.Contains(Channel.Text))
                    transaction.Announce(new SendQuestionText(state.Id, new PartId(part)).ToMessage(time.GetUtcNow()));
            });
    }
}
