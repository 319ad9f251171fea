using Azure;
using Azure.Core;
using Azure.Storage.Blobs;
using Hotline.Platform.Settings;
using Hotline.Platform.Storage;

namespace Hotline.Platform.Words;

/// <summary>
/// The folder <c>line/</c>, an organization's own words: the package's, and over it what the container of
/// <see cref="StorageOptions.Line"/> has. Read once, at start.
/// </summary>
public static class LineFolder
{
    // Its words, and a logo.
    private const int MaxBytes = 200_000;

    private static readonly string Own = Path.Combine(AppContext.BaseDirectory, "line");

    /// <summary>The package's own.</summary>
    public static Languages Default { get => field ??= new LineReader(Packaged, static _ => null).Read(); }

    /// <summary>Reads it.</summary>
    /// <exception cref="SettingException">It can't be read, or something in it is wrong; a line for each file.</exception>
    public static Languages Read(StorageOptions options, TokenCredential identity) => options.Line is { Length: > 0 } name
        ? new LineReader(Packaged, Brought(StorageClients.Container(options, name, new BlobClientOptions(), identity))).Read()
        : Default;

    private static byte[]? Packaged(string file) =>
        Path.Combine(Own, file) is var path && File.Exists(path) ? File.ReadAllBytes(path) : null;

    private static Func<string, byte[]?> Brought(BlobContainerClient container)
    {
        try
        {
            // By the list it is known what is there: of some fifteen files most come from the package.
            var there = container.GetBlobs().Select(blob => blob.Name).ToHashSet();
            return file => there.Contains(file) ? Content(container, file) : null;
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException)
        {
            throw Unread(container, e);
        }
    }

    private static byte[] Content(BlobContainerClient container, string file)
    {
        try
        {
            var content = container.GetBlobClient(file).DownloadContent().Value;
            return content.Details.ContentLength <= MaxBytes ? content.Content.ToArray()
                : throw new SettingException($"Make {file} in the container {container.Name} smaller: {MaxBytes / 1000} kB is the most.");
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException)
        {
            throw Unread(container, e);
        }
    }

    private static SettingException Unread(BlobContainerClient container, Exception cause) => new(
        $"The container {container.Name} can't be read ({(cause as RequestFailedException)?.ErrorCode ?? cause.GetType().Name}). "
        + "Fix it, or take the setting Line out of Hotline:Storage and Hotline:EvidenceStorage.", cause);
}
