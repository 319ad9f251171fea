using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hotline.Review.Console;

/// <summary>A page as an answer; the gate has set the headers that all have.</summary>
/// <param name="model">The page's parameter <c>Model</c>.</param>
/// <param name="status">The answer's status.</param>
public sealed class ConsolePageResult<TPage>(object model, int status = StatusCodes.Status200OK) : IResult
    where TPage : IComponent
{
    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext) =>
        new RazorComponentResult<TPage>(new { Model = model }) { StatusCode = status, PreventStreamingRendering = true }
            .ExecuteAsync(httpContext);
}

/// <summary>The answer that something can't be shown, and why.</summary>
public static class ConsoleErrorResult
{
    /// <summary>Makes it.</summary>
    public static IResult Of(ErrorModel model) => new ConsolePageResult<ErrorPage>(model, model.Status);
}
