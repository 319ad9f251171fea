using Hotline.Platform.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hotline.Platform.Messaging;

/// <summary>
/// Opens the links to the room's own queues beside the start, so that the first answer does not wait for a connection. It runs in every
/// process, each of which sends.
/// </summary>
/// <param name="bus">The bus.</param>
/// <param name="queues">Which queues.</param>
/// <param name="log">Where it says what could not be opened; whoever sends first opens it.</param>
public sealed partial class OpenBus(BusSenders bus, RoomQueues queues, ILogger<OpenBus> log) : BackgroundService
{
    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(queues.Names.Select(queue => OpenAsync(queue, stoppingToken)));

    private async Task OpenAsync(string queue, CancellationToken stop)
    {
        try
        {
            await bus.OpenAsync(queue, stop);
        }
        catch (Exception e) when (Transient.Is(e, stop))
        {
            LogClosed(queue, e.GetType().Name);
        }
    }

    [LoggerMessage(105, LogLevel.Warning, "The queue {Queue} can't be reached at start: {Failure}")]
    private partial void LogClosed(string queue, string failure);
}

/// <summary>The queues that a room sends to while somebody waits.</summary>
/// <param name="Names">Their names.</param>
public sealed record RoomQueues(params IReadOnlyList<string> Names);
