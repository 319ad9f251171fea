using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Constraints;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace Hotline.Local.FunctionsHost;

/// <summary>The app's address: the routes of its HTTP functions, and what only this machine may ask.</summary>
internal sealed class HttpServer : IAsyncDisposable
{
    private readonly HttpMessageInvoker client = HttpFunction.NewClient();
    private readonly RequestBodies bodies;
    private readonly WebApplication server;

    /// <summary>Prepares one; port 0 takes any free one.</summary>
    public HttpServer(int port, RequestBodies bodies, ILoggerFactory logs)
    {
        this.bodies = bodies;
        var builder = LoopbackServer.NewBuilder(port, HttpProtocols.Http1, logs);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = bodies.MaxBytes;
            // As on the Functions host, where no setting of an app reaches it.
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        });
        // What the slim builder leaves out, and the Functions host has.
        builder.Services.Configure<RouteOptions>(routes => routes.SetParameterPolicy<RegexInlineRouteConstraint>("regex"));
        builder.Services.AddHttpForwarder();
        server = builder.Build();
    }

    /// <summary>Where it listens.</summary>
    public Uri Url => new(server.GetAddress());

    /// <summary>Adds what stands before all routes.</summary>
    public void Use(Func<HttpContext, RequestDelegate, Task> front) => server.Use(front);

    /// <summary>Adds the functions that requests start.</summary>
    public void MapFunctions(
        IEnumerable<Function> functions, string prefix, AppInstances instances, TimeSpan workerWait, TimeProvider time)
    {
        var forwarder = server.Services.GetRequiredService<IHttpForwarder>();
        foreach (var function in functions)
        {
            if (function is not { IsDisabled: false, Trigger: HttpTrigger trigger })
                continue;
            var answer = new HttpFunction(function, trigger, instances, forwarder, client, bodies, workerWait, time);
            Map($"{prefix}/{trigger.Route}", trigger.Methods, answer.AnswerAsync);
        }
        // Also where only the method is wrong: the Functions host knows no 405.
        server.MapFallback("{**path}", http =>
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
    }

    /// <summary>Adds the way to run a function that no request starts.</summary>
    public void MapAdmin(AdminEndpoint admin) => server.MapPost("/admin/functions/{name}", admin.RunAsync);

    /// <summary>Starts it.</summary>
    /// <exception cref="AddressInUseException">The port is taken.</exception>
    public async Task StartAsync(CancellationToken stop)
    {
        try
        {
            await server.StartAsync(stop);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException taken)
        {
            throw taken;
        }
    }

    /// <summary>Takes no more requests; ends with the last running one, or cuts them off.</summary>
    public Task StopAsync(CancellationToken cutOff) => server.StopAsync(cutOff);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        client.Dispose();
    }

    private void Map(string route, IReadOnlyList<string> methods, RequestDelegate answer)
    {
        if (methods.Count == 0)
            server.Map(route, answer);
        else
            server.MapMethods(route, methods, answer);
    }
}
