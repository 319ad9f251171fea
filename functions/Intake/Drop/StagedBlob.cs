using Azure;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Hotline.Intake.Drop;

/// <summary>
/// A sealed blob whose blocks are in the store and which is none yet (https://learn.microsoft.com/rest/api/storageservices/put-block-list).
/// </summary>
/// <param name="Blob">Where it will be.</param>
/// <param name="Blocks">Its blocks, in order.</param>
/// <param name="Metadata">What it carries to be opened.</param>
/// <param name="Length">The bytes that were sealed.</param>
/// <param name="Sha256">Their SHA-256, lower-case hex; empty where they were sealed before they came.</param>
public sealed record StagedBlob(
    BlockBlobClient Blob, IReadOnlyList<string> Blocks, IDictionary<string, string> Metadata, long Length, string Sha256)
{
    /// <summary>Makes it a blob; nothing is overwritten. What was sealed before it came may be committed again: its name is its own.</summary>
    /// <exception cref="RequestFailedException">Storage can't be reached, or has forgotten the blocks (400, <c>InvalidBlockList</c>).</exception>
    public async Task<StoredBlob> CommitAsync(CancellationToken stop)
    {
        try
        {
            return await CommitOnceAsync(stop);
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.BlobAlreadyExists && Sha256.Length == 0)
        {
            // An earlier try of the same form did so; its answer was lost, and with it the version's name: Review finds it.
            return new StoredBlob(Blob.Name, null, Length, Sha256);
        }
    }

    private async Task<StoredBlob> CommitOnceAsync(CancellationToken stop)
    {
        var stored = await Blob.CommitBlockListAsync(
            Blocks, new CommitBlockListOptions { Conditions = EvidenceBlobs.Absent, Metadata = Metadata }, stop);
        return new StoredBlob(Blob.Name, stored.Value.VersionId, Length, Sha256);
    }
}
