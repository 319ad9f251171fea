using System.Collections.Concurrent;
using Grpc.Core;
using Hotline.Local.FunctionsHost.Rpc;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hotline.Local.FunctionsHost;

/// <summary>The gRPC server that workers open their streams to, on a port of its own: HTTP/2 without TLS.</summary>
internal sealed class FunctionRpcServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, WorkerChannel> expected = new();
    private readonly WebApplication server;

    /// <summary>Prepares one, on any free port.</summary>
    public FunctionRpcServer(ILoggerFactory logs)
    {
        var builder = LoopbackServer.NewBuilder(0, HttpProtocols.Http2, logs);
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = grpc.MaxSendMessageSize = null);
        builder.Services.AddSingleton(new Endpoint(expected));
        server = builder.Build();
        server.MapGrpcService<Endpoint>();
    }

    /// <summary>Where it listens.</summary>
    public string Address => server.GetAddress();

    public Task StartAsync(CancellationToken stop) => server.StartAsync(stop);

    /// <summary>Lets a worker open its stream, once. Its id is a secret between this host and the process that it starts.</summary>
    public void Expect(string workerId, WorkerChannel channel) => expected[workerId] = channel;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => server.DisposeAsync();

    private sealed class Endpoint(ConcurrentDictionary<string, WorkerChannel> expected) : FunctionRpc.FunctionRpcBase
    {
        public override async Task EventStream(
            IAsyncStreamReader<StreamingMessage> requestStream,
            IServerStreamWriter<StreamingMessage> responseStream,
            ServerCallContext context)
        {
            if (!await requestStream.MoveNext(context.CancellationToken)
                || requestStream.Current.StartStream is not { WorkerId: var id }
                || !expected.TryRemove(id, out var channel))
                throw new Grpc.Core.RpcException(new Status(StatusCode.PermissionDenied, "Only a worker of this host may open a stream."));
            await channel.RunAsync(requestStream, responseStream, context.CancellationToken);
        }
    }
}
