using System.CommandLine;
using Hotline.Local.Line;
using Hotline.Local.Line.Keys;
using Hotline.Local.Loopback;

namespace Hotline.Local.Cli.Commands;

/// <summary><c>./hotline keys rotate</c>: rotates the key of the line on this machine, while it runs or stands.</summary>
internal static class KeysRotateCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(200);

    public static Command Build()
    {
        var command = new Command("rotate", "Give Review a new key on this machine, then Intake its public half");
        command.SetAction((_, stop) => RunAsync(stop));
        return command;
    }

    private static async Task<int> RunAsync(CancellationToken stop)
    {
        var id = TryTake() is { } standing ? await StandingAsync(standing, stop) : await RunningAsync(stop);
        Console.WriteLine($"Intake seals to {id} now. The older keys stay with Review: ./hotline keys list says what still names them.");
        return 0;
    }

    private static DataLock? TryTake()
    {
        try
        {
            return DataLock.Take(Folders.Data);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    // Nobody seals meanwhile, and the next start gives each room what is its own.
    private static async Task<string> StandingAsync(DataLock standing, CancellationToken stop)
    {
        await using (standing)
            return await new KeyRotation(Folders.Keys).RunAsync(Nobody, Nobody, stop);

        static Task Nobody(SealingKeys keys, CancellationToken stop) => Task.CompletedTask;
    }

    // The line follows its files, and says which keys its rooms have.
    private static Task<string> RunningAsync(CancellationToken stop)
    {
        RunningLine.Find(Folders.Data);
        return new KeyRotation(Folders.Keys).RunAsync(
            (keys, token) => WaitAsync("Review", keys.Names(), (wanted, has) => wanted.Review.SequenceEqual(has.Review), token),
            (keys, token) => WaitAsync("Intake", keys.Names(), (wanted, has) => wanted.Intake == has.Intake, token), stop);
    }

    private static async Task WaitAsync(string room, KeyNames wanted, Func<KeyNames, KeyNames, bool> holds, CancellationToken stop)
    {
        Console.Write($"{room} takes it …");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        try
        {
            while (RunningLine.Find(Folders.Data).Keys is not { } has || !holds(wanted, has))
                await Task.Delay(Glance, patience.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new CommandException(
                $" {room} has not taken the key: mend what the line's terminal says, then ./hotline keys rotate goes on where it stopped.");
        }

        Console.WriteLine(" done.");
    }
}
