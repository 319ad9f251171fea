using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace Hotline.Review.Console;

/// <summary>
/// The tag of a page that asks for itself again and again: of what it depends on, so that "nothing has changed" costs neither reading nor
/// rendering it.
/// </summary>
/// <param name="time">The clock: a page says how long ago things were, so its tag lasts a minute at most.</param>
public sealed class PageTag(TimeProvider time)
{
    /// <summary>Whether whoever asks has the page as it is; puts the tag on the answer.</summary>
    /// <param name="request">Who asks, and for what.</param>
    /// <param name="versions">
    /// What the page depends on. Read them before the page: what changes meanwhile then changes the next tag.
    /// </param>
    public bool IsKnown(HttpRequest request, params IEnumerable<string> versions)
    {
        var text = $"{request.GetEncodedPathAndQuery()} {time.GetUtcNow().UtcTicks / TimeSpan.TicksPerMinute} {string.Join(' ', versions)}";
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(..12))}\"";
        request.HttpContext.Response.Headers.ETag = tag;
        return request.Headers.IfNoneMatch == tag;
    }
}
