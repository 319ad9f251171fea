using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Hotline.Local.FunctionsHost;

/// <summary>One function app on this machine.</summary>
internal sealed record FunctionAppOptions
{
    /// <summary>What its logs call it, such as <c>intake</c>.</summary>
    public required string Name { get; init; }

    /// <summary>A published app or a build's output: worker.config.json, functions.metadata and host.json lie there.</summary>
    public required string AppDirectory { get; init; }

    /// <summary>The port on 127.0.0.1; 0 takes any free one.</summary>
    public int Port { get; init; }

    /// <summary>The app settings: the worker's environment, on top of what this process has itself.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>What stands before the app's routes, as App Service Authentication does; null for nothing.</summary>
    public Func<HttpContext, RequestDelegate, Task>? Front { get; init; }

    /// <summary>The timers that fire by their schedule; null: all. Any other one fires when it is asked to, by its admin address.</summary>
    public IReadOnlySet<string>? Timers { get; init; }

    /// <summary>
    /// How many workers the HTTP functions have, and each queue's function, in groups as Flex Consumption scales them
    /// (<see cref="FunctionGroup"/>); null: one worker runs every function.
    /// </summary>
    public int? Instances { get; init; }

    /// <summary>Is told of each function that a timer or queue started, once it has ended well.</summary>
    public Action<FunctionRun>? Ran { get; init; }

    /// <summary>
    /// How long a request waits for the next worker. One that died is replaced in about a second: a caller who hears silence that long is
    /// better off than one who hears an error.
    /// </summary>
    public TimeSpan WorkerWait { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The key that the admin addresses ask for.</summary>
    public string MasterKey { get; init; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>How long a stop lets running invocations end before it cancels them.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
