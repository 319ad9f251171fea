using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace Hotline.Probe;

public sealed class HttpProbes(Board board, ILoggerFactory logs)
{
    [Function("Echo")]
    public IResult Echo(
        [HttpTrigger(AuthorizationLevel.Anonymous, Route = "echo/{*rest}")] HttpRequest request, FunctionContext context, string? rest)
    {
        request.HttpContext.Response.Headers["x-probe"] = new(["one", "two"]);
        return Results.Json(
            new
            {
                request.Method,
                Target = request.HttpContext.Features.Get<IHttpRequestFeature>()!.RawTarget,
                Host = request.Host.Value,
                Rest = rest,
                Headers = request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString()),
                context.TraceContext.TraceParent,
                context.InvocationId,
                Process = Environment.ProcessId,
            },
            statusCode: StatusCodes.Status202Accepted);
    }

    [Function("Greet")]
    public IResult Greet([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "people/{name}")] HttpRequest request, string name) =>
        Results.Text($"hello {name}");

    [Function("Enrol")]
    public IResult Enrol([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "people/{name}")] HttpRequest request, string name) =>
        Results.Text($"enrolled {name}");

    [Function("Digest")]
    public async Task<IResult> DigestAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "digest")] HttpRequest request, CancellationToken stop)
    {
        board.Note($"digesting {request.QueryString}");
        return Results.Text(Convert.ToHexString(await SHA256.HashDataAsync(request.Body, stop)));
    }

    [Function("Drip")]
    public async Task DripAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "drip")] HttpRequest request,
        CancellationToken stop)
    {
        await request.HttpContext.Response.WriteAsync("first\n", stop);
        await request.HttpContext.Response.Body.FlushAsync(stop);
        await board.PassAsync("drip", stop);
        await request.HttpContext.Response.WriteAsync("second\n", stop);
    }

    [Function("Wait")]
    public async Task<IResult> WaitAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "wait/{gate}")] HttpRequest request, string gate, CancellationToken stop)
    {
        board.Note($"waiting at {gate}");
        try
        {
            await board.PassAsync(gate, stop);
        }
        catch (OperationCanceledException)
        {
            board.Note($"cancelled at {gate}");
            throw;
        }
        return Results.Text($"passed {gate}");
    }

    [Function("Throw")]
    public IResult Throw([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "throw")] HttpRequest request) =>
        throw new InvalidOperationException("the probe's own exception");

    [Function("Log")]
    public IResult Log(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "log/{level}/{category}")] HttpRequest request,
        string level, string category)
    {
        var log = logs.CreateLogger(category);
        var at = Enum.Parse<LogLevel>(level);
        var why = new InvalidOperationException("why");
        log.Log(at, new EventId(7), why, "said at {Level}", level);
        return Results.Ok();
    }

    [Function("Hidden")]
    public IResult Hidden([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "hidden")] HttpRequest request) => Results.Text("seen");
}
