using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Hotline.Review.Ledger;

/// <summary>
/// The container <c>parts</c>: every part as it was accepted, still sealed, written before its transaction. Together with <c>events</c> it
/// makes the table again.
/// </summary>
/// <param name="container">The container.</param>
public sealed class PartJournal(BlobContainerClient container)
{
    /// <summary>The folder of what numbers said of being texted.</summary>
    public const string Consents = "consent";

    /// <summary>The folder of what could not be delivered.</summary>
    public const string Undelivered = "undelivered";

    /// <summary>The name of a part's blob.</summary>
    public static string NameOf(string folder, string part) => $"{folder}/{part}";

    /// <summary>Removes a part: the account's versions keep it as long as its rules say.</summary>
    public Task RemoveAsync(string folder, string part, CancellationToken stop) =>
        container.DeleteBlobIfExistsAsync(NameOf(folder, part), DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: stop);

    /// <summary>
    /// Keeps a part. When it is there already, that one counts: the row must hold what the journal holds, and a seal is never the same
    /// twice.
    /// </summary>
    /// <returns>The envelope that the journal holds.</returns>
    public async Task<string> KeepAsync(string folder, string part, string envelope, CancellationToken stop)
    {
        var blob = container.GetBlobClient(NameOf(folder, part));
        try
        {
            await blob.UploadAsync(
                BinaryData.FromString(envelope),
                new BlobUploadOptions { Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All } }, stop);
            return envelope;
        }
        catch (RequestFailedException e) when (e.Status is 409 or 412)
        {
            return (await blob.DownloadContentAsync(stop)).Value.Content.ToString();
        }
    }
}
