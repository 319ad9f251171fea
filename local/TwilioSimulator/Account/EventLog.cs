using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Hotline.Local.Twilio.Account;

/// <summary>
/// What happened, in order: read from any place on, by any number of readers, while it grows. A reader that lost its connection misses
/// nothing.
/// </summary>
internal sealed class EventLog
{
    private readonly List<SseItem<string>> events = [];
    private readonly Lock gate = new();
    private TaskCompletionSource grown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool ended;

    /// <summary>Adds one.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="what">What a page is told of it; becomes JSON.</param>
    public void Add(string kind, object what)
    {
        var data = JsonSerializer.Serialize(what, JsonSerializerOptions.Web);
        Grow(() => events.Add(new SseItem<string>(data, kind) { EventId = $"{events.Count + 1}" }));
    }

    /// <summary>Nothing more will come.</summary>
    public void End() => Grow(() => ended = true);

    /// <summary>Reads on to the end.</summary>
    /// <param name="after">How many were read before.</param>
    public async IAsyncEnumerable<SseItem<string>> ReadAsync(int after, [EnumeratorCancellation] CancellationToken stop)
    {
        // The answer's head goes out with its first event.
        yield return new SseItem<string>("", "here");
        for (var read = after; ;)
        {
            var (next, more) = From(read);
            foreach (var item in next)
                yield return item;
            read += next.Count;
            if (more is null)
                yield break;
            await more.WaitAsync(stop);
        }
    }

    private (IReadOnlyList<SseItem<string>> Next, Task? More) From(int read)
    {
        lock (gate)
            return ([.. events.Skip(read)], ended ? null : grown.Task);
    }

    private void Grow(Action change)
    {
        TaskCompletionSource before;
        lock (gate)
        {
            change();
            (before, grown) = (grown, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        before.SetResult();
    }
}
