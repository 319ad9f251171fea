using System.Globalization;
using System.Text.Json;
using Hotline.Delivery;
using Hotline.Review.Casework;
using Hotline.Review.Journal;
using Hotline.Sealing;
using Hotline.Tips;

namespace Hotline.Review.Outreach;

/// <summary>
/// Asks a reporter: the question is sealed to every receipt of the tip and goes to <c>replies</c> with the act that asks it. Who came by
/// text is texted too.
/// </summary>
public sealed class AskedQuestions(TipJournal tips, TipReader reader, Writing writing, TimeProvider time)
{
    // With our own words about it, it stays within the 1600 characters of a text.
    private const int MostCharacters = 1000;

    /// <summary>Asks.</summary>
    /// <exception cref="ConflictException">
    /// The tip has changed, is closed, or has no receipt to which a question could be sealed.
    /// </exception>
    public async Task<TipState> AskAsync(TipId tip, string text, int revision, Actor actor, CancellationToken stop)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw new ConflictException("Say it in words: the text is empty.");
        if (text.Length > MostCharacters)
            throw new ConflictException($"The text is over {MostCharacters} characters.");
        var receipts = (await reader.PartsAsync(tip, stop)).Select(part => part.Content).OfType<ReceiptContent>().ToList();
        var asked = await tips.FindAsync(tip, stop) ?? throw new ConflictException("There is no such tip.");
        if (receipts.Count == 0)
            throw new ConflictException(asked.Earlier.IsEmpty
                ? "This reporter was given no receipt, so no question can reach them."
                : "This tip answers an earlier one: ask there, its receipt is the one that the reporter holds.");
        Decide(asked, revision, "", []);
        var now = time.GetUtcNow();
        // The tip's next: at another revision than this one nothing is asked.
        var question = new QuestionContent(text.Trim(), now, asked.Questions + 1);
        var content = JsonSerializer.SerializeToUtf8Bytes(question, ReplyJson.Default.QuestionContent);
        var (part, row) = await writing.KeepAsync(tip, PartKind.Question, text.Trim(), null, actor, revision, stop);
        var replies = receipts.ConvertAll(receipt => (receipt.Lookup, Sealed: ReceiptSealer.Seal(receipt.PublicKey, content)));
        return await tips.ActAsync(tip, actor, state => Decide(state, revision, part, replies), stop, row);
    }

    private Entry Decide(TipState state, int revision, string part, IReadOnlyList<(string Lookup, string Sealed)> replies)
    {
        if (state.IsCanary)
            throw new ConflictException("There is no such tip.");
        if (state.Stage == TipStage.Closed)
            throw new ConflictException("The tip is closed; open it again first.");
        if (state.Revision != revision)
            throw new ConflictException("The tip has changed since you opened it.");
        var number = state.Questions + 1;
        return new Entry(
            [Happening.Of(Act.Asked, ("part", part), ("question", number.ToString(CultureInfo.InvariantCulture)))],
            (transaction, _) =>
            {
                foreach (var (lookup, text) in replies)
                    transaction.Announce(new OutboxMessage(
                        Queues.Replies, $"{part}-{lookup}", new Reply(lookup, "question", number, text).ToJson(),
                        "application/json", time.GetUtcNow()));
                if (state is { Number: not null, Line: not null } && state.Channels.Contains(Channel.Text))
                    transaction.Announce(ReviewOrder.Text(state.Id, new PartId(part)).ToMessage(time.GetUtcNow()));
            });
    }
}
