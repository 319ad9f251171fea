using System.Net;
using Hotline.Local.FunctionsHost.Rpc;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace Hotline.Local.FunctionsHost;

/// <summary>Answers the requests of one HTTP function: forwards each to the worker's web server and tells the worker to run it.</summary>
internal sealed class HttpFunction(
    Function function, HttpTrigger trigger, AppInstances instances, IHttpForwarder forwarder,
    HttpMessageInvoker client, RequestBodies bodies, TimeSpan workerWait, TimeProvider time)
{
    // The worker finds the invocation of a request by it.
    private const string InvocationIdHeader = "x-ms-invocation-id";

    // Azure's load balancer ends what is silent for 230 seconds.
    private static readonly ForwarderRequestConfig Config = new() { ActivityTimeout = TimeSpan.FromSeconds(230) };

    private readonly ParameterBinding input = new() { Name = trigger.Parameter, Data = new TypedData { Http = new RpcHttp() } };

    /// <summary>The client that such functions share: it follows nothing.</summary>
    public static HttpMessageInvoker NewClient() => new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
    });

    /// <summary>Answers one request.</summary>
    public async Task AnswerAsync(HttpContext http)
    {
        if (!RawTarget.Of(http).StartsWith('/'))
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
        else if (http.Request.ContentLength > bodies.MaxBytes)
            http.Response.StatusCode = StatusCodes.Status500InternalServerError; // What the Functions host answers, and no 413.
        else
            await AnswerWholeAsync(http);
    }

    private async Task AnswerWholeAsync(HttpContext http)
    {
        try
        {
            using var body = await bodies.HoldAsync(http.Request, http.RequestAborted);
            if (await WorkerAsync(http.RequestAborted) is { } worker)
                await RunAsync(http, worker);
            else
                http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
        catch (BadHttpRequestException e) when (!http.Response.HasStarted)
        {
            // What is slower than the minimum is a 500 on the Functions host, and no 408.
            http.Response.StatusCode = e.StatusCode == StatusCodes.Status408RequestTimeout
                ? StatusCodes.Status500InternalServerError : e.StatusCode;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException && http.RequestAborted.IsCancellationRequested)
        {
            // The client went away before the function ran: nobody waits for an answer.
        }
    }

    private async ValueTask<Worker?> WorkerAsync(CancellationToken aborted)
    {
        var workers = instances.Next();
        if (workers.Ready is { IsCompletedSuccessfully: true } ready && await ready is { IsLost: false } worker)
            return worker;
        using var limit = new CancellationTokenSource(workerWait, time);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(aborted, limit.Token);
        try
        {
            return await workers.NextAsync(giveUp.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private async Task RunAsync(HttpContext http, Worker worker)
    {
        var invocation = Describe(http);
        http.Request.Headers[InvocationIdHeader] = invocation.InvocationId;
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        // The request first: the worker waits 15 s for it when told to run, but only 5 s the other way round.
        var forwarding = forwarder.SendAsync(http, worker.HttpAddress, client, Config, RawTarget.Instance);
        var running = worker.InvokeAsync(function.Name, invocation, cancel.Token);
        var isForwarded = await forwarding == ForwarderError.None;
        if (!isForwarded)
            await cancel.CancelAsync();
        try
        {
            // What a function throws leaves the worker as an empty 200.
            if ((await running != StatusResult.Types.Status.Success || !isForwarded) && !http.Response.HasStarted)
                Fail(http, StatusCodes.Status500InternalServerError);
        }
        catch (WorkerLostException) when (!http.Response.HasStarted)
        {
            Fail(http, StatusCodes.Status502BadGateway);
        }
    }

    private InvocationRequest Describe(HttpContext http)
    {
        var headers = http.Request.Headers;
        var invocation = Invocation.Of(input, headers.TraceParent, headers.TraceState);
        foreach (var (name, value) in http.Request.RouteValues)
            if (value is string text)
                invocation.TriggerMetadata[name] = Invocation.Text(text);
        return invocation;
    }

    private static void Fail(HttpContext http, int status)
    {
        http.Response.Clear();
        http.Response.StatusCode = status;
    }
}
