using System.Collections.Frozen;
using Hotline.Local.FunctionsHost.Rpc;

namespace Hotline.Local.FunctionsHost;

/// <summary>What a worker has said of itself once it has loaded its functions.</summary>
/// <param name="HttpAddress">Where it serves HTTP, without a slash at the end.</param>
/// <param name="Functions">The app's functions, disabled ones too.</param>
/// <param name="FunctionIds">This worker's id of each function that it has loaded, by name.</param>
internal sealed record LoadedApp(string HttpAddress, IReadOnlyList<Function> Functions, FrozenDictionary<string, string> FunctionIds)
{
    /// <summary>Greets a worker, asks for its functions and has it load those that are not disabled.</summary>
    /// <exception cref="FunctionAppException">The worker can't load the app, or this host can't start one of its functions.</exception>
    /// <exception cref="WorkerLostException">The worker ended.</exception>
    public static async Task<LoadedApp> LoadAsync(WorkerChannel worker, string appDirectory, AppSettings settings, CancellationToken stop)
    {
        await worker.Opened.WaitAsync(stop);
        var init = (await worker.AskAsync(Greeting(appDirectory), stop)).WorkerInitResponse;
        Require(init.Result, "The worker did not start");
        var metadata = (await worker.AskAsync(
            new() { FunctionsMetadataRequest = new() { FunctionAppDirectory = appDirectory } }, stop)).FunctionMetadataResponse;
        Require(metadata.Result, "The worker could not list its functions");

        var functions = new List<Function>();
        var ids = new Dictionary<string, string>();
        foreach (var described in metadata.FunctionMetadataResults)
        {
            var function = Function.Read(described, settings);
            functions.Add(function);
            if (function.IsDisabled)
                continue;
            var load = new FunctionLoadRequest { FunctionId = described.FunctionId, Metadata = described };
            var loaded = (await worker.AskAsync(new() { FunctionLoadRequest = load }, stop)).FunctionLoadResponse;
            Require(loaded.Result, $"The worker could not load {function.Name}");
            ids[function.Name] = described.FunctionId;
        }
        return new LoadedApp(init.Capabilities.GetValueOrDefault("HttpUri", "").TrimEnd('/'), functions, ids.ToFrozenDictionary());
    }

    private static StreamingMessage Greeting(string appDirectory) => new()
    {
        WorkerInitRequest = new WorkerInitRequest
        {
            HostVersion = "4.0.0",
            Capabilities = { ["RpcHttpBodyOnly"] = bool.TrueString },
            WorkerDirectory = appDirectory,
            FunctionAppDirectory = appDirectory,
        },
    };

    private static void Require(StatusResult result, string complaint)
    {
        if (result.Status != StatusResult.Types.Status.Success)
            throw new FunctionAppException($"{complaint}: {result.Exception?.Message ?? result.Result}");
    }
}
