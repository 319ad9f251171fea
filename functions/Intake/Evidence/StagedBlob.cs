using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Hotline.Intake.Evidence;

/// <summary>
/// A sealed blob whose blocks are in the store and which is none yet (https://learn.microsoft.com/rest/api/storageservices/put-block-list).
/// </summary>
/// <param name="Blob">Where it will be.</param>
/// <param name="Blocks">Its blocks, in order.</param>
/// <param name="Metadata">What it carries to be opened.</param>
/// <param name="Length">The bytes that were sealed.</param>
/// <param name="Sha256">Their SHA-256, lower-case hex.</param>
public sealed record StagedBlob(
    BlockBlobClient Blob, IReadOnlyList<string> Blocks, IDictionary<string, string> Metadata, long Length, string Sha256)
{
    /// <summary>Makes it a blob; nothing is overwritten.</summary>
    public async Task<StoredBlob> CommitAsync(CancellationToken stop)
    {
        var stored = await Blob.CommitBlockListAsync(
            Blocks, new CommitBlockListOptions { Conditions = EvidenceBlobs.Absent, Metadata = Metadata }, stop);
        return new StoredBlob(Blob.Name, stored.Value.VersionId, Length, Sha256);
    }
}
