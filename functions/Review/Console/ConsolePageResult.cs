using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hotline.Review.Console;

/// <summary>Makes the answers that are pages.</summary>
public static class ConsolePageResult
{
    /// <summary>The work queue.</summary>
    public static IResult Of(QueueModel model) => new ConsolePageResult<QueuePage>(model);

    /// <summary>A tip; 409 when it says that a post was refused.</summary>
    public static IResult Of(TipModel model) => new ConsolePageResult<TipPage>(
        model, model.Conflict is null ? StatusCodes.Status200OK : StatusCodes.Status409Conflict);

    /// <summary>The undelivered messages.</summary>
    public static IResult Of(UndeliveredModel model) => new ConsolePageResult<UndeliveredPage>(model);

    /// <summary>The audit.</summary>
    public static IResult Of(AuditModel model) => new ConsolePageResult<AuditPage>(model);

    /// <summary>Something that can't be shown, and why.</summary>
    public static IResult Of(ErrorModel model) => new ConsolePageResult<ErrorPage>(model, model.Status);
}

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
