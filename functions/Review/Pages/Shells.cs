using Hotline.Review.SignIn;
using Hotline.Review.Undelivered;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;

namespace Hotline.Review.Pages;

/// <summary>Makes what every page of a person has.</summary>
public sealed class Shells(IAntiforgery antiforgery, UndeliveredDesk undelivered, TimeProvider time)
{
    /// <summary>The frame of a page for whoever asks.</summary>
    public async Task<Shell> OfAsync(HttpRequest request, CancellationToken stop)
    {
        var reviewer = request.Reviewer();
        return new Shell(
            reviewer.Name, [.. reviewer.Roles.Select(role => role.ToString())],
            antiforgery.GetAndStoreTokens(request.HttpContext).RequestToken ?? "", time.GetUtcNow(), await undelivered.CountAsync(stop))
        {
            Tag = request.HttpContext.Response.Headers.ETag,
        };
    }
}
