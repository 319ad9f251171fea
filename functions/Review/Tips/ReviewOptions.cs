using Microsoft.Extensions.Options;

namespace Hotline.Review.Tips;

/// <summary>Settings <c>Hotline:Review</c>.</summary>
public sealed class ReviewOptions
{
    /// <summary>The lasting pepper of numbers and texts: 32 random bytes in base64, kept for good.</summary>
    public string Pepper { get; set; } = "";

    /// <summary>How long a claim holds without anything being done.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a tip without content is kept.</summary>
    public TimeSpan DormantFor { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long after a question a plain text of the same number is taken for its answer.</summary>
    public TimeSpan AnsweredWithin { get; set; } = TimeSpan.FromDays(30);
}

/// <summary>Checks the settings at start.</summary>
public sealed class ReviewOptionsCheck : IValidateOptions<ReviewOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, ReviewOptions options)
    {
        var buffer = new byte[64];
        return Convert.TryFromBase64String(options.Pepper, buffer, out var length) && length >= 32
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                "Set Hotline:Review:Pepper to 32 random bytes in base64 (openssl rand -base64 32), and keep it for good.");
    }
}
