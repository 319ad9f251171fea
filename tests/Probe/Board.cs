using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Hotline.Probe;

/// <summary>What has happened so far, told by HTTP and in the log, and gates at which functions wait, opened by HTTP.</summary>
public sealed partial class Board(ILogger<Board> log)
{
    private readonly ConcurrentQueue<string> notes = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> gates = new();

    public IReadOnlyCollection<string> Notes => notes;

    public void Note(string what)
    {
        notes.Enqueue(what);
        LogNote(what);
    }

    public void Open(string gate) => Gate(gate).TrySetResult();

    public Task PassAsync(string gate, CancellationToken stop) => Gate(gate).Task.WaitAsync(stop);

    private TaskCompletionSource Gate(string name) => gates.GetOrAdd(name, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    [LoggerMessage(1, LogLevel.Information, "{What}")]
    private partial void LogNote(string what);
}
