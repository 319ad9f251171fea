namespace Hotline.Local.FunctionsHost;

/// <summary>Starts one function whenever its trigger says so.</summary>
internal interface IListener : IAsyncDisposable
{
    /// <summary>Begins to listen.</summary>
    Task StartAsync(CancellationToken stop);

    /// <summary>Runs the function now.</summary>
    /// <param name="input">What its trigger would bring, where that is a text.</param>
    Task RunOnceAsync(string? input);

    /// <summary>Starts nothing more; ends with the last running invocation.</summary>
    /// <param name="cutOff">Gives up what waits for others than the worker.</param>
    Task StopAsync(CancellationToken cutOff);
}
