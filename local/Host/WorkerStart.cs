using System.Net.Sockets;
using Hotline.Local.Host.Rpc;
using Kind = Hotline.Local.Host.Rpc.StreamingMessage.ContentOneofCase;

namespace Hotline.Local.Host;

/// <summary>Brings a worker process to the point where it runs functions: the handshake of the real host, in its order.</summary>
internal static class WorkerStart
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>Greets the worker and loads its functions that are not turned off.</summary>
    /// <exception cref="InvalidOperationException">The worker refuses, or takes too long.</exception>
    public static async Task<IReadOnlyList<FunctionInfo>> GreetAsync(WorkerChannel channel, FunctionAppOptions app, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Longest);
        await channel.AnswerAsync(Kind.StartStream, limit.Token);
        channel.Send(new StreamingMessage
        {
            WorkerInitRequest = new WorkerInitRequest
            {
                HostVersion = "4.1037.0", WorkerDirectory = app.AppDirectory, FunctionAppDirectory = app.AppDirectory,
                Capabilities = { ["RpcHttpBodyOnly"] = "true" },
            },
        });
        var init = (await channel.AnswerAsync(Kind.WorkerInitResponse, limit.Token)).WorkerInitResponse;
        Demand(init.Result, "The worker did not start");
        channel.HttpUri = init.Capabilities.TryGetValue("HttpUri", out var uri) ? uri : "";
        await WaitForHttpAsync(channel.HttpUri, limit.Token);
        channel.Send(new StreamingMessage { FunctionsMetadataRequest = new FunctionsMetadataRequest { FunctionAppDirectory = app.AppDirectory } });
        var answer = (await channel.AnswerAsync(Kind.FunctionMetadataResponse, limit.Token)).FunctionMetadataResponse;
        Demand(answer.Result, "The worker does not name its functions");

        var functions = answer.FunctionMetadataResults.Select(FunctionInfo.Of).Where(f => !app.IsDisabled(f.Name)).ToList();
        foreach (var function in functions)
            Demand(await channel.LoadAsync(function, limit.Token), $"{function.Name} was not loaded");
        return functions;
    }

    // The worker names its HTTP address before it listens there.
    private static async Task WaitForHttpAsync(string uri, CancellationToken stop)
    {
        if (uri.Length == 0)
            return;
        var address = new Uri(uri);
        while (true)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(address.Host, address.Port, stop);
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(20, stop);
            }
        }
    }

    private static void Demand(StatusResult result, string complaint)
    {
        if (result.Status != StatusResult.Types.Status.Success)
            throw new InvalidOperationException($"{complaint}: {result.Exception?.Message}");
    }
}
