using Hotline.Review.Console;
using Hotline.Review.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Review.WorkQueue;

/// <summary>Saves a view of the queue under a name of the reviewer's own, or takes it away.</summary>
public sealed class SaveView(SavedViews views)
{
    /// <summary>Takes <c>name</c> and <c>query</c>, without its question mark; an empty query takes the view away.</summary>
    [Function(nameof(SaveView))]
    [Needs(Role.Reviewer, Role.Supervisor)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "review/views")] HttpRequest request, CancellationToken stop)
    {
        var form = await request.ReadFormAsync(stop);
        var (name, query) = (Line(form["name"]), Line(form["query"]));
        if (name.Length is 0 or > 40 || query.Length > 500)
            return Results.Text("Give the view a name of at most 40 characters.\n", statusCode: StatusCodes.Status400BadRequest);
        await views.SaveAsync(request.Reviewer().Id, request.Session(), name, query, stop);
        return SeeOther.To(query.Length > 0 ? $"{QueueAddress.Path}?{query}" : QueueAddress.WhereFrom(request));
    }

    private static string Line(string? text) => (text ?? "").Replace('\t', ' ').Replace('\n', ' ').Replace('\r', ' ').Trim();
}
