using Hotline.Local.Loopback;

namespace Hotline.Local.Line;

/// <summary>
/// Holds a data folder for one line: two would write the same storage and queues, and lose what either was told. The system lets go of it
/// when the process ends.
/// </summary>
internal sealed class DataLock : IAsyncDisposable
{
    // What the systems say of a file that another process has locked: EWOULDBLOCK, and ERROR_SHARING_VIOLATION.
    private const int Held = 11;
    private const int HeldOnMac = 35;
    private const int HeldOnWindows = unchecked((int)0x80070020);

    private readonly FileStream file;

    private DataLock(FileStream file) => this.file = file;

    /// <summary>Takes a folder, which is made if it is not there.</summary>
    /// <exception cref="InvalidOperationException">Another line holds it; the message says what to do.</exception>
    /// <exception cref="CommandException">It can't be made, or nothing can be written there.</exception>
    public static DataLock Take(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return new DataLock(new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (e.HResult is Held or HeldOnMac or HeldOnWindows)
        {
            throw new InvalidOperationException(
                "The hotline already runs on these data: stop it with Ctrl-C in its terminal, or use it from this one.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"The data folder {folder} can't be used: {e.Message} Name another one by HOTLINE_DATA.");
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => file.DisposeAsync();
}
