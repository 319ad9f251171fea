using Microsoft.AspNetCore.Http;

namespace Hotline.Review;

/// <summary>
/// The answer to a form that was taken: look there (https://www.rfc-editor.org/rfc/rfc9110#name-303-see-other), so that a reload posts
/// nothing.
/// </summary>
/// <param name="address">The path, with its query.</param>
public sealed class SeeOther(string address) : IResult
{
    /// <summary>Leads to a page of ours.</summary>
    public static IResult To(string address) => new SeeOther(address);

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = address;
        return Task.CompletedTask;
    }
}
