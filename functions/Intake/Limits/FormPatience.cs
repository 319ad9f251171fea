using Hotline.Platform.Http;
using Hotline.Platform.Storage;
using Microsoft.Extensions.Options;

namespace Hotline.Intake.Limits;

/// <summary>
/// How long somebody who writes a report waits in all: 10 s as storage is waited for by default. What takes longer comes back with every
/// word.
/// </summary>
public sealed class FormPatience(IOptions<StorageOptions> storage)
{
    private readonly TimeSpan limit = (storage.Value.Timeout * 6) + TimeSpan.FromSeconds(1);

    /// <summary>A token that ends with another one, or when patience does.</summary>
    public CancellationTokenSource Within(CancellationToken stop) => stop.Within(limit);

    /// <summary>The same for counting alone, which comes before: half as long.</summary>
    public CancellationTokenSource WithinHalf(CancellationToken stop) => stop.Within(limit / 2);
}
