using Hotline.Platform.Storage;

namespace Hotline.Platform.Http;

/// <summary>How long a person is kept waiting.</summary>
public static class Patience
{
    /// <summary>
    /// A token that ends with another one, or after a time: what was given up by the clock counts as an outage
    /// (<see cref="Transient"/>), and is answered as one.
    /// </summary>
    public static CancellationTokenSource Within(this CancellationToken stop, TimeSpan limit)
    {
        var within = CancellationTokenSource.CreateLinkedTokenSource(stop);
        within.CancelAfter(limit);
        return within;
    }
}
