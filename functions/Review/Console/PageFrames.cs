using Hotline.Review.SignIn;
using Hotline.Review.Tips;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;

namespace Hotline.Review.Console;

/// <summary>Makes what every page of a person has.</summary>
public sealed class PageFrames(IAntiforgery antiforgery, UndeliveredCount undelivered, TimeProvider time)
{
    /// <summary>The frame of a page for whoever asks.</summary>
    public async Task<PageFrame> OfAsync(HttpRequest request, CancellationToken stop, Pulse? pulse = null)
    {
        var reviewer = request.Reviewer();
        return new PageFrame
        {
            ReviewerName = reviewer.Name, Roles = reviewer.Roles,
            AntiforgeryToken = antiforgery.GetAndStoreTokens(request.HttpContext).RequestToken ?? "",
            Now = time.GetUtcNow(), Undelivered = await undelivered.ReadAsync(pulse, stop), Tag = request.HttpContext.Response.Headers.ETag,
        };
    }
}
