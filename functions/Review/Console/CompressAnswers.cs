using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Hotline.Review.Console;

/// <summary>
/// Compresses pages, styles and scripts. What a page reflects can't be chosen by others (posts are same-site and carry a token that differs in
/// every answer), so that sizes tell nobody a secret (https://breachattack.com). Evidence is sent as it is.
/// </summary>
internal sealed class CompressAnswers : IStartupFilter
{
    /// <summary>What is compressed.</summary>
    public static IReadOnlyList<string> Types { get; } = ["text/html", "text/css", "text/javascript", "application/json"];

    /// <inheritdoc/>
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.UseResponseCompression();
        next(app);
    };
}
