namespace Hotline.Local;

/// <summary>
/// Holds a data folder for one line: two would write the same storage and queues, and lose what either was told. The system lets go of it
/// when the process ends.
/// </summary>
internal sealed class DataLock : IAsyncDisposable
{
    private readonly FileStream file;

    private DataLock(FileStream file) => this.file = file;

    /// <summary>Takes a folder, which is made if it is not there.</summary>
    /// <exception cref="InvalidOperationException">Another line holds it; the message says what to do.</exception>
    public static DataLock Take(string folder)
    {
        Directory.CreateDirectory(folder);
        try
        {
            return new DataLock(new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e)
        {
            throw new InvalidOperationException(
                "The hotline already runs on these data: stop it with Ctrl-C in its terminal, or use it from this one.", e);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => file.DisposeAsync();
}
