using Hotline.Local.FunctionsHost;
using Microsoft.Extensions.Logging;

namespace Hotline.Local.Line.Keys;

/// <summary>How the rooms of a running line are given other keys.</summary>
/// <param name="Review">Lets Review go on with these.</param>
/// <param name="Intake">Lets Intake go on with these.</param>
/// <param name="Tell">Says which keys the rooms have now.</param>
internal sealed record RoomsKeys(
    Func<SealingKeys, CancellationToken, Task> Review, Func<SealingKeys, CancellationToken, Task> Intake, Action<KeyNames> Tell);

/// <summary>
/// Follows the files of the keys: a room whose keys change goes on with the new ones, as an app in Azure whose secret is set anew and that
/// is restarted. Review comes first.
/// </summary>
internal sealed partial class FollowedKeys : IAsyncDisposable
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource stopping = new();
    private readonly ILogger<FollowedKeys> log;
    private readonly Task following;

    /// <summary>Begins to follow.</summary>
    /// <param name="folder">Where the files are.</param>
    /// <param name="keys">What the rooms have.</param>
    /// <param name="logs">Where it says what a room refuses.</param>
    /// <param name="rooms">The rooms.</param>
    public FollowedKeys(string folder, SealingKeys keys, ILoggerFactory logs, RoomsKeys rooms) =>
        (log, following) = (logs.CreateLogger<FollowedKeys>(), FollowAsync(folder, keys, rooms));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stopping.Dispose();
    }

    private async Task FollowAsync(string folder, SealingKeys had, RoomsKeys rooms)
    {
        var refused = had;
        while (true)
        {
            await Task.Delay(Glance, stopping.Token);
            var keys = SealingKeys.In(folder);
            if (keys == had || keys == refused)
                continue;
            try
            {
                if (keys.PrivatePem != had.PrivatePem)
                {
                    await rooms.Review(keys, stopping.Token);
                    rooms.Tell((had = had with { PrivatePem = keys.PrivatePem }).Names());
                }

                if (keys.PublicPem != had.PublicPem)
                {
                    await rooms.Intake(keys, stopping.Token);
                    rooms.Tell((had = had with { PublicPem = keys.PublicPem }).Names());
                }
            }
            catch (Exception e) when (e is FunctionAppException or IOException)
            {
                refused = keys;
                LogRefused(e.Message);
            }
        }
    }

    [LoggerMessage(451, LogLevel.Error, "A room goes on with the keys that it had. {Reason}")]
    private partial void LogRefused(string reason);
}
