using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hotline.Review.Pages;

/// <summary>Makes the answers that are pages.</summary>
public static class ConsolePageResult
{
    /// <summary>The work queue.</summary>
    public static IResult Of(QueueModel model) => new ConsolePageResult<QueuePage>(model, model.Shell.AntiforgeryToken);

    /// <summary>A tip; 409 when it says that a post was refused.</summary>
    public static IResult Of(TipModel model) => new ConsolePageResult<TipPage>(
        model, model.Shell.AntiforgeryToken, model.Conflict is null ? StatusCodes.Status200OK : StatusCodes.Status409Conflict);

    /// <summary>The undelivered messages.</summary>
    public static IResult Of(UndeliveredModel model) => new ConsolePageResult<UndeliveredPage>(model, model.Shell.AntiforgeryToken);

    /// <summary>The audit.</summary>
    public static IResult Of(AuditModel model) => new ConsolePageResult<AuditPage>(model, model.Shell.AntiforgeryToken);

    /// <summary>Something that can't be shown, and why.</summary>
    public static IResult Of(ErrorModel model) => new ConsolePageResult<ErrorPage>(model, model.Shell?.AntiforgeryToken, model.Status);
}

/// <summary>
/// A page as an answer; the gate has set the headers that all have. Its tag is that of its text without the antiforgery token, which is new
/// each time, so that a page that polls itself hears 304 until something changed.
/// </summary>
/// <param name="model">The page's parameter <c>Model</c>.</param>
/// <param name="token">The antiforgery token in it.</param>
/// <param name="status">The answer's status.</param>
public sealed class ConsolePageResult<TPage>(object model, string? token, int status = StatusCodes.Status200OK) : IResult
    where TPage : IComponent
{
    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var html = await RenderAsync(httpContext);
        var (request, response) = (httpContext.Request, httpContext.Response);
        var tag = TagOf(html);
        response.Headers.ETag = tag;
        if (status == StatusCodes.Status200OK && HttpMethods.IsGet(request.Method) && request.Headers.IfNoneMatch == tag)
        {
            response.ContentType = null;
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        await response.Body.WriteAsync(html, httpContext.RequestAborted);
    }

    private async Task<byte[]> RenderAsync(HttpContext httpContext)
    {
        var body = httpContext.Response.Body;
        using var page = new MemoryStream();
        httpContext.Response.Body = page;
        try
        {
            await new RazorComponentResult<TPage>(new { Model = model }) { StatusCode = status, PreventStreamingRendering = true }
                .ExecuteAsync(httpContext);
        }
        finally
        {
            httpContext.Response.Body = body;
        }

        return page.ToArray();
    }

    private string TagOf(byte[] html)
    {
        var text = token is null ? html : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(html).Replace(token, "",
            StringComparison.Ordinal));
        return $"\"{Convert.ToHexStringLower(SHA256.HashData(text).AsSpan(..12))}\"";
    }
}
