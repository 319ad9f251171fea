using Hotline.Contracts;
using Hotline.Platform.Http;
using Hotline.Platform.Storage;
using Microsoft.Extensions.Options;

namespace Hotline.Intake.Lines;

/// <summary>
/// The longest that a caller or texter waits for an answer, over all storage requests together: 3.5 s by default, and 1 s more for the
/// bus. Twilio gives up after 5 s (<see cref="WebhookRoutes"/>), which must also cover the way there and back.
/// </summary>
public sealed class CallerPatience(IOptions<StorageOptions> storage)
{
    // Enough for one request that succeeds on the second try.
    private readonly TimeSpan limit = (storage.Value.Timeout * 2) + TimeSpan.FromSeconds(0.5);

    /// <summary>A token that ends with another one, or when patience does.</summary>
    public CancellationTokenSource Within(CancellationToken stop) => stop.Within(limit);
}
