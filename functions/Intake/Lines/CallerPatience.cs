using Hotline.Platform.Http;
using Hotline.Platform.Storage;
using Hotline.Platform.Twilio;
using Microsoft.Extensions.Options;

namespace Hotline.Intake.Lines;

/// <summary>
/// How long whoever calls or texts waits in all, however many requests that takes: 3.5 s as set by default. Twilio gives up after 4 or 5 s
/// (<see cref="Callbacks"/>), and the answer has a way to go.
/// </summary>
public sealed class CallerPatience(IOptions<StorageOptions> storage)
{
    // One request that storage answers at the second try, and a little.
    private readonly TimeSpan limit = (storage.Value.Timeout * 2) + TimeSpan.FromSeconds(0.5);

    /// <summary>A token that ends with another one, or when patience does.</summary>
    public CancellationTokenSource Within(CancellationToken stop) => stop.Within(limit);
}
