using Azure.Data.Tables;
using Hotline.Contracts;
using Hotline.Platform.Storage;
using Hotline.Review.Table;

namespace Hotline.Review.Tips;

/// <summary>A state's own row and its index rows, which move with it.</summary>
public static class StateRow
{
    /// <summary>The column that holds a state.</summary>
    public const string StateColumn = "State";

    /// <summary>The column that holds until when a tip is held; renewed without an event.</summary>
    public const string HeldUntilColumn = "HeldUntil";

    /// <summary>The open tips, by priority.</summary>
    public const string Open = "open";

    /// <summary>The open tips, the newest first.</summary>
    public const string Late = "late";

    /// <summary>The open tips that nobody holds.</summary>
    public const string Free = "free";

    /// <summary>The tips for which a supervisor was asked.</summary>
    public const string Escalated = "escalated";

    /// <summary>The tips whose reporter was asked.</summary>
    public const string Waiting = "waiting";

    /// <summary>The tips without content, the oldest first.</summary>
    public const string Dormant = "dormant";

    /// <summary>The closed tips, the latest first.</summary>
    public const string Closed = "closed";

    /// <summary>Our own calls that are under way, the oldest first.</summary>
    public const string Canary = "canary";

    /// <summary>Our own calls that are closed, the oldest first.</summary>
    public const string Checked = "checked";

    /// <summary>The tips that somebody holds.</summary>
    public static string Mine(string reviewer) => $"mine|{reviewer}";

    /// <summary>Reads the state that a row holds.</summary>
    /// <exception cref="AlteredException">It holds none of a tip, or that of another.</exception>
    public static TipState Read(TableEntity row)
    {
        var state = TipState.Read(row.Text(StateColumn));
        if (row.RowKey is { } key && TipOf(key) != state.Id)
            throw new AlteredException("The state in a tip's row is another tip's.");
        return state.Holder is not null && row.TryGetValue(HeldUntilColumn, out var held) && held is DateTimeOffset until
            ? state with { HeldUntil = until } : state;
    }

    /// <summary>Reads the state that a row holds; null where it was altered.</summary>
    public static TipState? TryRead(TableEntity row)
    {
        try
        {
            return Read(row);
        }
        catch (AlteredException)
        {
            return null;
        }
    }

    /// <summary>The tip that a row's key names: of its own row and of those in lists the last field.</summary>
    public static TipId TipOf(string row) => TipId.OrNone(row[(row.LastIndexOf('|') + 1)..]);

    /// <summary>The row keys of a state's index rows.</summary>
    public static IEnumerable<string> IndexOf(TipState tip)
    {
        if (tip.Revision == 0)
            return [];
        var asked = tip is { AskedAt: not null, Number: { } number, Line: { } line } && tip.Channels.Contains(Channel.Text)
            ? new[] { ReviewKeys.Asked(number, line, tip.Id) }
            : [];
        return asked.Concat(tip.Stage switch
        {
            TipStage.Dropped => [],
            TipStage.Dormant => [ReviewKeys.ByAge(Dormant, tip.Latest, tip.Id)],
            TipStage.Canary => [ReviewKeys.ByAge(Canary, tip.Opened, tip.Id)],
            TipStage.Closed when tip.IsCanary => [ReviewKeys.ByAge(Checked, tip.ClosedAt!.Value, tip.Id)],
            TipStage.Closed => [ReviewKeys.ByTime(Closed, tip.ClosedAt!.Value, tip.Id)],
            _ => IndexOfWork(tip),
        });
    }

    private static IEnumerable<string> IndexOfWork(TipState tip)
    {
        yield return ReviewKeys.ByPriority(Open, tip.Priority, tip.IsUnread, tip.Opened, tip.Id);
        yield return ReviewKeys.ByTime(Late, tip.Opened, tip.Id);
        yield return ReviewKeys.ByPriority(tip.Holder is { } holder ? Mine(holder) : Free, tip.Priority, tip.IsUnread, tip.Opened, tip.Id);
        if (tip.IsEscalated)
            yield return ReviewKeys.ByPriority(Escalated, tip.Priority, tip.IsUnread, tip.Opened, tip.Id);
        if (tip.Stage == TipStage.Waiting)
            yield return ReviewKeys.ByPriority(Waiting, tip.Priority, tip.IsUnread, tip.Opened, tip.Id);
    }

    /// <summary>A state's row and its index rows.</summary>
    public static IEnumerable<(string Row, TableEntity Columns)> RowsOf(TipState tip)
    {
        var json = tip.ToJson();
        yield return (ReviewKeys.Tip(tip.Id), new TableEntity { { StateColumn, json }, { HeldUntilColumn, tip.HeldUntil } });
        foreach (var row in IndexOf(tip))
            yield return (row, new TableEntity { { StateColumn, json } });
    }

    /// <summary>Writes a state's row, and moves its index rows from where they were.</summary>
    public static void AddTo(Transaction transaction, TipState before, TipState after)
    {
        var rows = RowsOf(after).ToList();
        var now = rows.Select(row => row.Row).ToHashSet(StringComparer.Ordinal);
        foreach (var old in IndexOf(before).Where(row => !now.Contains(row)))
            transaction.Remove(old);
        foreach (var (row, columns) in rows)
            transaction.Put(row, columns);
        transaction.Put(ReviewKeys.Pulse, []);
        if (after.Number is { } number && before.Number != number)
            transaction.Put(ReviewKeys.Number(number, after.Id), []);
        if (before.Number is { } gone && after.Number is null)
            transaction.Remove(ReviewKeys.Number(gone, after.Id));
    }
}
