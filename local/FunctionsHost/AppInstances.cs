using System.Collections.Immutable;

namespace Hotline.Local.FunctionsHost;

/// <summary>An app's instances: one, or in groups as Flex Consumption scales them.</summary>
/// <param name="start">Makes a supervisor of workers, which has none yet.</param>
internal sealed class AppInstances(Func<WorkerSupervisor> start) : IAsyncDisposable
{
    private ImmutableList<Instance> all = [];
    private readonly List<Instance> gone = [];
    private int turn;

    /// <summary>All that are there, the HTTP functions' first.</summary>
    public IReadOnlyList<Instance> All => Volatile.Read(ref all);

    /// <summary>Whether no function runs.</summary>
    public bool IsIdle => All.All(instance => instance.Workers.IsIdle);

    /// <summary>Starts them, the first alone: its worker says which functions there are.</summary>
    /// <param name="many">How many the HTTP functions have, and each queue's function; null: one runs all.</param>
    /// <param name="listen">Makes what starts a function; null for one that requests start.</param>
    /// <returns>The app's functions, those that are switched off too.</returns>
    public async Task<IReadOnlyList<Function>> StartAsync(
        int? many, Func<Function, WorkerSupervisor, IListener?> listen, CancellationToken stop)
    {
        var first = start();
        // Under a group of its own until its worker has said what the groups are, so that whatever fails is ended.
        all = [new Instance(new FunctionGroup("", [], 1), first)];
        var functions = (await first.StartAsync(stop)).Functions;
        all =
        [
            .. FunctionGroup.Of(functions, many).SelectMany(group => Enumerable.Repeat(group, group.Instances))
                .Select((group, n) => new Instance(group, n == 0 ? first : start())),
        ];
        await Task.WhenAll(all.Skip(1).Select(instance => instance.Workers.StartAsync(stop)));
        foreach (var instance in all)
            instance.Prepare(listen);
        return functions;
    }

    /// <summary>Who answers the next request: each in turn, with or without a worker at that moment, of which a front end knows nothing.</summary>
    public WorkerSupervisor Next()
    {
        var there = All;
        var answering = there[0].Group.Instances == 1 ? 1 : there.TakeWhile(instance => instance.Group == there[0].Group).Count();
        return there[(int)((uint)Interlocked.Increment(ref turn) % answering)].Workers;
    }

    /// <summary>Takes one out of a group that has others, as at scale-in: it gets nothing more, ends what it runs, and goes.</summary>
    /// <param name="group">The group's name.</param>
    /// <returns>The process that went.</returns>
    public async Task<int> RemoveAsync(string group, CancellationToken stop)
    {
        var leaving = All.Last(instance => instance.Group.Name == group);
        ImmutableInterlocked.Update(ref all, there => there.Remove(leaving));
        gone.Add(leaving);
        await leaving.StopListeningAsync(CancellationToken.None);
        var process = (await leaving.Workers.NextAsync(stop)).ProcessId;
        await leaving.Workers.RetireAsync();
        return process;
    }

    /// <summary>Ends the workers for good.</summary>
    public Task StopAsync() => Task.WhenAll(All.Select(instance => instance.Workers.StopAsync()));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var instance in All.Concat(gone))
            await instance.DisposeAsync();
    }
}
