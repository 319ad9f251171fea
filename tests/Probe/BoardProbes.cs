using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Probe;

public sealed class BoardProbes(Board board)
{
    [Function("Notes")]
    public IResult Notes([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "notes")] HttpRequest request) =>
        Results.Json(board.Notes);

    [Function("Open")]
    public IResult Open([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "open/{gate}")] HttpRequest request, string gate)
    {
        board.Open(gate);
        return Results.NoContent();
    }
}
