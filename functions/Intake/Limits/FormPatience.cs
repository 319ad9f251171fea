using Hotline.Platform.Http;
using Hotline.Platform.Storage;
using Microsoft.Extensions.Options;

namespace Hotline.Intake.Limits;

/// <summary>
/// The longest that a reporter waits for the form's answer, over all storage requests together: 10 s by default. A form that takes longer
/// comes back with every word.
/// </summary>
public sealed class FormPatience(IOptions<StorageOptions> storage)
{
    private readonly TimeSpan limit = (storage.Value.Timeout * 6) + TimeSpan.FromSeconds(1);

    /// <summary>A token that ends with another one, or when patience does.</summary>
    public CancellationTokenSource Within(CancellationToken stop) => stop.Within(limit);

    /// <summary>Half as long: for counting a form or slice before it is stored.</summary>
    public CancellationTokenSource WithinHalf(CancellationToken stop) => stop.Within(limit / 2);
}
