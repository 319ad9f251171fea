using Azure.Data.Tables;
using Hotline.Contracts;
using Hotline.Review.Ledger;
using Hotline.Review.Table;
using Hotline.Review.Tips;

namespace Hotline.Review.Undelivered;

/// <summary>A message that could not be delivered, and what became of it; its body is sealed or holds no content.</summary>
/// <param name="Id">Names it: the message's id and a hash of its body, so that the same id with another body is another row.</param>
/// <param name="Message">The message's own id.</param>
/// <param name="Source">The queue it came from.</param>
/// <param name="Reason">Why it is here.</param>
/// <param name="At">Since when.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="State">What became of it.</param>
/// <param name="Body">Its text; null where it is too long for a row, and lies in the journal alone, or where a list left it out.</param>
/// <param name="Mac">Review's mark, where it was Review that rejected it.</param>
/// <param name="Size">Its characters; null in a row that an older version wrote.</param>
public sealed record UndeliveredMessage(
    string Id, string Message, string Source, string Reason, DateTimeOffset At, int Attempts, UndeliveredState State, string? Body, string? Mac,
    int? Size)
{
    // Whoever may send to "rejected" names a source: to these, whoever has taken over Intake may send in any case.
    private static readonly string[] Open = [Queues.Tips, Queues.Intake, Queues.Replies];

    private const int MaxCharacters = 32_000;

    /// <summary>Whether it waits for somebody.</summary>
    public bool IsWaiting => State == UndeliveredState.Waiting;

    /// <summary>Whether it was sent again.</summary>
    public bool IsRedriven => State == UndeliveredState.Redriven;

    /// <summary>What it waits for (<see cref="UndeliveredCause.Id"/>).</summary>
    public string Cause => UndeliveredCause.IdOf(Source, Reason);

    /// <summary>Its chain.</summary>
    public string Scope => ScopeOf(Id);

    /// <summary>A message's chain.</summary>
    public static string ScopeOf(string id) => $"undelivered-{id}";

    /// <summary>Its row: those that wait lie apart, so that their number costs the same however many were settled.</summary>
    public string Row => IsWaiting ? ReviewKeys.Undelivered(Id) : ReviewKeys.Settled(Id);

    /// <summary>Makes it from its chain.</summary>
    public static UndeliveredMessage Make(string id, IReadOnlyList<LedgerEvent> happened, string body)
    {
        var came = happened.Last(e => e.Act == EventKind.Undelivered);
        var what = came.As<UndeliveredEvent>();
        return new UndeliveredMessage(
            id, what.Message!, what.Source!, what.Reason!, came.At, what.Attempts,
            happened[^1].Act switch { EventKind.Redriven => UndeliveredState.Redriven, EventKind.SetAside => UndeliveredState.Aside, _ => UndeliveredState.Waiting },
            body.Length <= MaxCharacters ? body : null, what.Mac, body.Length);
    }

    /// <summary>
    /// Whether it may go back to where it says that it came from. What Review does to itself it does at its own word alone, and the
    /// immutable copies are no queue.
    /// </summary>
    public bool MayBeSentAgain(ReviewMac mac) =>
        Open.Contains(Source) || (Source == Queues.Review && Body is { } body && mac.IsOf(Mac, Queues.Review, Message, body));

    /// <summary>The columns of its row.</summary>
    public TableEntity ToColumns() => new()
    {
        { nameof(Message), Message }, { nameof(Source), Source }, { nameof(Reason), Reason }, { nameof(At), At },
        { nameof(Attempts), Attempts }, { nameof(State), State.ToString().ToLowerInvariant() }, { nameof(Body), Body }, { nameof(Mac), Mac },
        { nameof(Size), Size },
    };

    /// <summary>Reads its row.</summary>
    public static UndeliveredMessage From(TableEntity row) => new(
        ReviewKeys.UndeliveredAt(row.RowKey), row.GetString(nameof(Message)),
        row.GetString(nameof(Source)), row.GetString(nameof(Reason)),
        row.GetDateTimeOffset(nameof(At))!.Value, row.GetInt32(nameof(Attempts))!.Value, Enum.Parse<UndeliveredState>(row.GetString(nameof(State)), ignoreCase: true),
        row.GetString(nameof(Body)), row.GetString(nameof(Mac)), row.GetInt32(nameof(Size)));
}
