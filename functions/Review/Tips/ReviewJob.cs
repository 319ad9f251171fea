using System.Globalization;
using Hotline.Contracts;
using Hotline.Platform.Messaging;

namespace Hotline.Review.Tips;

/// <summary>Something that Review leaves for later: a message on its own queue.</summary>
public abstract record ReviewJob
{
    /// <summary>How long it waits at least; null for not at all.</summary>
    protected virtual TimeSpan? Delay => null;

    /// <summary>The job as its message says it.</summary>
    public abstract ReviewOrder ToOrder();

    /// <summary>The job as a message; one of the same id replaces it.</summary>
    public OutboxMessage ToMessage(DateTimeOffset at)
    {
        var order = ToOrder();
        return new OutboxMessage(
            Queues.Review, $"{order.Work.ToLowerInvariant()}-{order.Tip}-{AboutOf(order)}", order.ToJson(), "application/json", at,
            at + Delay);
    }

    /// <summary>What tells it from others of its kind on the same tip.</summary>
    protected virtual string AboutOf(ReviewOrder order) => order.By ?? order.Telling.ToString(CultureInfo.InvariantCulture);
}
