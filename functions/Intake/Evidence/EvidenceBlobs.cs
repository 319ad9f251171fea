using System.Security.Cryptography;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Hotline.Tips;

namespace Hotline.Intake.Evidence;

/// <summary>What a sealed blob is, once it is stored.</summary>
/// <param name="Name">Its name in the container.</param>
/// <param name="Version">Its version, where the account keeps versions.</param>
/// <param name="Length">The bytes that were sealed.</param>
/// <param name="Sha256">Their SHA-256, lower-case hex.</param>
public sealed record StoredBlob(string Name, string? Version, long Length, string Sha256);

/// <summary>
/// The container of evidence. Bytes are sealed on the way by the Blob SDK's client-side encryption v2; nothing is ever overwritten, and an
/// interrupted upload is never committed.
/// </summary>
/// <param name="sealing">The container through the client that seals.</param>
/// <param name="plain">The same container through the client that stores what is sealed already.</param>
public sealed class EvidenceBlobs(SealingContainer sealing, PlainContainer plain)
{
    private static readonly BlobRequestConditions Absent = new() { IfNoneMatch = ETag.All };

    // By default the SDK gathers up to 256 MiB of a stream of unknown length, in the hope of one request.
    private static readonly StorageTransferOptions Streaming = new() { InitialTransferSize = 1 << 20, MaximumTransferSize = 1 << 20, MaximumConcurrency = 1 };

    /// <summary>
    /// Stores a stream, sealed. Each try has a name of its own below the part's, since intake can't read what an earlier try may have left; a
    /// blob that no row names is harmless, and goes with the tip.
    /// </summary>
    public async Task<StoredBlob> KeepAsync(TipId tip, PartId part, Stream content, CancellationToken stop)
    {
        var name = $"{tip}/{part}/{Guid.NewGuid():N}";
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var counted = new HashingStream(content, hash);
        var stored = await sealing.Client.GetBlobClient(name).UploadAsync(
            counted, new BlobUploadOptions { Conditions = Absent, TransferOptions = Streaming }, stop);
        return new StoredBlob(name, stored.Value.VersionId, counted.BytesRead, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>Stores a content that is sealed already and too long for a row. Returns the blob's name.</summary>
    public async Task<string> KeepTextAsync(TipId? tip, PartId part, string jwe, CancellationToken stop)
    {
        var name = $"{tip?.Value ?? "none"}/{part}/{Guid.NewGuid():N}";
        await plain.Client.GetBlobClient(name).UploadAsync(BinaryData.FromString(jwe), new BlobUploadOptions { Conditions = Absent }, stop);
        return name;
    }
}

/// <summary>The container through a client that seals every blob.</summary>
public sealed record SealingContainer(BlobContainerClient Client);

/// <summary>The container through a client that stores bytes as they are.</summary>
public sealed record PlainContainer(BlobContainerClient Client);
