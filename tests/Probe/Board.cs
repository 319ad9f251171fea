using System.Collections.Concurrent;

namespace Hotline.Probe;

/// <summary>What has happened so far, and gates at which functions wait: both by name, told and opened by HTTP.</summary>
public sealed class Board
{
    private readonly ConcurrentQueue<string> notes = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> gates = new();

    public IReadOnlyCollection<string> Notes => notes;

    public void Note(string what) => notes.Enqueue(what);

    public void Open(string gate) => Gate(gate).TrySetResult();

    public Task PassAsync(string gate, CancellationToken stop) => Gate(gate).Task.WaitAsync(stop);

    private TaskCompletionSource Gate(string name) => gates.GetOrAdd(name, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
