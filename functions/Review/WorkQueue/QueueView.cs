namespace Hotline.Review.WorkQueue;

/// <summary>The views of the work queue; their names in lower case are those of its address.</summary>
public enum QueueView
{
    /// <summary>All that is work.</summary>
    Open,

    /// <summary>What the reviewer holds.</summary>
    Mine,

    /// <summary>What nobody holds.</summary>
    Unassigned,

    /// <summary>What a supervisor was asked for.</summary>
    Escalated,

    /// <summary>What waits for its reporter's answer.</summary>
    Waiting,

    /// <summary>What was closed.</summary>
    Closed,
}

/// <summary>What the views are called.</summary>
public static class QueueViews
{
    /// <summary>All, in order.</summary>
    public static IReadOnlyList<(QueueView View, string Name)> All { get; } =
    [
        (QueueView.Open, "Open"), (QueueView.Mine, "Mine"), (QueueView.Unassigned, "Unclaimed"),
        (QueueView.Escalated, "Escalated"), (QueueView.Waiting, "Waiting"), (QueueView.Closed, "Closed"),
    ];

    /// <summary>A view's name.</summary>
    public static string NameOf(QueueView view) => All.First(known => known.View == view).Name;

    /// <summary>What an empty view says.</summary>
    public static string EmptyOf(QueueFilter filter) => QueueAddress.Narrowings(filter).Any()
        ? "No tip fits this filter."
        : filter.View switch
        {
            QueueView.Mine => "You hold no tip. Claim one when you are ready.",
            QueueView.Unassigned => "Every open tip is in somebody’s hands.",
            QueueView.Escalated => "Nothing is escalated.",
            QueueView.Waiting => "No reporter owes us an answer.",
            QueueView.Closed => "Nothing has been closed yet.",
            _ => "The queue is clear. Good work.",
        };
}
