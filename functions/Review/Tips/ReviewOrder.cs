using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hotline.Contracts;
using Hotline.Platform.Messaging;

namespace Hotline.Review.Tips;

/// <summary>What Review leaves for later.</summary>
public enum ReviewWork
{
    /// <summary>An answer came: the earlier tip is work again.</summary>
    Wake,

    /// <summary>A carrier word came from a number that was asked something: it may be the answer.</summary>
    Hear,

    /// <summary>A tip was dropped: its parts are to go.</summary>
    Forget,

    /// <summary>A text came: look for tips much like it.</summary>
    Compare,

    /// <summary>Tell whoever is on call of an urgent tip.</summary>
    Notify,

    /// <summary>Something came of a call of our own: perhaps that was all of it.</summary>
    Settle,

    /// <summary>A tip is of a call of our own, and the table was not there to note it.</summary>
    Remember,

    /// <summary>Tell the reporter how the tip stands and what was received.</summary>
    Tell,

    /// <summary>Text the reporter that they were asked.</summary>
    Text,

    /// <summary>Bring a question to the receipts for which its own transaction had no room.</summary>
    Spread,
}

/// <summary>A message on the queue <c>review</c>; holds no content.</summary>
/// <param name="Work">What to do.</param>
/// <param name="Tip">The tip that it is done to.</param>
/// <param name="By">The tip or part that gave cause; null where there is none.</param>
/// <param name="Word">
/// The carrier word, the part that woke, or the mark of a <see cref="ReviewWork.Remember"/>; null where there is none.
/// </param>
/// <param name="Telling">
/// For <see cref="ReviewWork.Notify"/>, which telling of that tip it is, from 1; for <see cref="ReviewWork.Spread"/>, the question's number; for
/// <see cref="ReviewWork.Tell"/>, the revision of the tip that gave cause; else 0.
/// </param>
public sealed record ReviewOrder(ReviewWork Work, string Tip, string? By = null, string? Word = null, int Telling = 0)
{
    // Comparing a text costs more reads than accepting it, and nobody waits for it: a burst of reports comes first.
    private static readonly TimeSpan ComparesAfter = TimeSpan.FromSeconds(10);

    // Parts come in bursts, and only the last of them is told.
    private static readonly TimeSpan TellsAfter = TimeSpan.FromSeconds(4);

    /// <summary>Wakes an earlier tip.</summary>
    /// <param name="earlier">The tip that is answered.</param>
    /// <param name="answer">The tip that answers it.</param>
    /// <param name="part">What came of the answer; it stands in the place of the word.</param>
    public static ReviewOrder Wake(TipId earlier, TipId answer, PartId part) =>
        new(ReviewWork.Wake, earlier.Value, answer.Value, part.Value);

    /// <summary>Shows a carrier word on the tip whose reporter was asked.</summary>
    public static ReviewOrder Hear(TipId tip, PartId consent, string word) => new(ReviewWork.Hear, tip.Value, consent.Value, word);

    /// <summary>Removes the parts of a dropped tip.</summary>
    public static ReviewOrder Forget(TipId tip) => new(ReviewWork.Forget, tip.Value);

    /// <summary>Looks for tips whose words are much like those of a part.</summary>
    public static ReviewOrder Compare(TipId tip, PartId text) => new(ReviewWork.Compare, tip.Value, text.Value);

    /// <summary>Tells whoever is on call.</summary>
    public static ReviewOrder Notify(TipId tip, int telling) => new(ReviewWork.Notify, tip.Value, Telling: telling);

    /// <summary>Looks whether a call of our own has come whole.</summary>
    /// <param name="tip">Its tip.</param>
    /// <param name="part">What came; null when it was only now known to be ours.</param>
    public static ReviewOrder Settle(TipId tip, PartId? part) => new(ReviewWork.Settle, tip.Value, part?.Value);

    /// <summary>
    /// Notes that a tip is of a call of our own, which hides it: only with Review's own mark, whoever may send to its queue.
    /// </summary>
    public static ReviewOrder Remember(TipId tip, ReviewMac mac) => new(ReviewWork.Remember, tip.Value, Word: MarkOf(tip, mac));

    /// <summary>Whether Review itself ordered to remember a call of its own.</summary>
    public bool IsOwn(ReviewMac mac) => mac.IsOf(Word, Queues.Review, nameof(ReviewWork.Remember), Tip);

    /// <summary>Tells the reporter of a tip how it stands.</summary>
    /// <param name="tip">The tip that the receipts are of.</param>
    /// <param name="cause">The tip that changed: itself, or an answer to it.</param>
    public static ReviewOrder Tell(TipId tip, TipState cause) => new(ReviewWork.Tell, tip.Value, cause.Id.Value, Telling: cause.ToldAt);

    /// <summary>Texts the reporter a question.</summary>
    public static ReviewOrder Text(TipId tip, PartId question) => new(ReviewWork.Text, tip.Value, question.Value);

    /// <summary>Brings a question to the rest of the tip's receipts.</summary>
    public static ReviewOrder Spread(TipId tip, PartId question, int number) =>
        new(ReviewWork.Spread, tip.Value, question.Value, Telling: number);

    /// <summary>The order as a message.</summary>
    public OutboxMessage ToMessage(DateTimeOffset at) => new(
        Queues.Review, IdOf(), JsonSerializer.Serialize(this, ReviewOrderJson.Default.ReviewOrder), "application/json", at,
        Work switch { ReviewWork.Compare => at + ComparesAfter, ReviewWork.Tell => at + TellsAfter, _ => null });

    private static string MarkOf(TipId tip, ReviewMac mac) => mac.Of(Queues.Review, nameof(ReviewWork.Remember), tip.Value);

    // The revision is in a telling's id: the row of an earlier one that is on its way must not take a later one with it when it goes.
    private string IdOf()
    {
        var about = Work switch
        {
            ReviewWork.Tell => $"{By}-{Telling}",
            ReviewWork.Wake => $"{By}-{Word}",
            _ => By ?? $"{Telling}",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{Work.ToString().ToLowerInvariant()}-{Tip}-{about}");
    }

    /// <summary>Reads a message.</summary>
    /// <exception cref="NewerVersionException">It orders work that this version does not know.</exception>
    /// <exception cref="RefusedException">It is no order.</exception>
    public static ReviewOrder Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ReviewOrderJson.Default.ReviewOrder) is { Tip: not null } order
                ? order
                : throw new RefusedException("The message on the queue review is no order.");
        }
        catch (JsonException e)
        {
            if (QueueMessage.NamesUnknown<ReviewWork>(json, "work"))
                throw new NewerVersionException("The message on the queue review orders work that this version does not do.");
            throw new RefusedException("The message on the queue review is no order.", e);
        }
    }
}

/// <summary>The JSON of an order.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ReviewOrder))]
public sealed partial class ReviewOrderJson : JsonSerializerContext;
