using System.Buffers;
using System.Security.Cryptography;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Hotline.Contracts;
using Hotline.Platform.Sealing;

namespace Hotline.Intake.Drop;

/// <summary>What a sealed blob is, once it is stored.</summary>
/// <param name="Name">Its name in the container.</param>
/// <param name="Version">Its version, where the account keeps versions.</param>
/// <param name="Length">The bytes that were sealed.</param>
/// <param name="Sha256">Their SHA-256, lower-case hex; empty where they were sealed before they came.</param>
public sealed record StoredBlob(string Name, string? Version, long Length, string Sha256)
{
    /// <summary>What it is told from others by: what is in it, or else its name, which nothing else has.</summary>
    public string Identity => Sha256.Length > 0 ? Sha256 : Name[(Name.LastIndexOf('/') + 1)..];
}

/// <summary>
/// The container of evidence. Bytes are sealed on the way, in the format of the Blob SDK's client-side encryption; nothing is ever
/// overwritten, and an interrupted upload is never committed.
/// </summary>
/// <param name="container">The container.</param>
/// <param name="sealer">Seals what is a stream.</param>
public sealed class EvidenceBlobs(EvidenceContainer container, IBlobSealer sealer)
{
    internal static readonly BlobRequestConditions Absent = new() { IfNoneMatch = ETag.All };

    private const int BlockBytes = 1 << 20;

    /// <summary>Stores a stream, sealed.</summary>
    public async Task<StoredBlob> KeepAsync(TipId tip, PartId part, Stream content, CancellationToken stop) =>
        await (await StageAsync(tip, part, content, stop)).CommitAsync(stop);

    /// <summary>
    /// Brings a stream to the store, sealed, and commits nothing yet: what is never committed, the store forgets. Each try has a name of
    /// its own below the part's, since intake can't read what an earlier try may have left; a blob that no row names is harmless, and goes
    /// with the tip.
    /// </summary>
    public async Task<StagedBlob> StageAsync(TipId tip, PartId part, Stream content, CancellationToken stop)
    {
        var blob = container.Client.GetBlockBlobClient($"{tip}/{part}/{Guid.NewGuid():N}");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var counted = new HashingStream(content, hash);
        var metadata = new Dictionary<string, string>(1);
        await using var closed = sealer.Seal(counted, metadata);
        var blocks = new List<string>();
        var buffer = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            while (await closed.ReadAtLeastAsync(buffer.AsMemory(0, BlockBytes), BlockBytes, throwOnEndOfStream: false,
                stop) is var length and > 0)
            {
                var name = Convert.ToBase64String(BitConverter.GetBytes(blocks.Count));
                await blob.StageBlockAsync(name, new MemoryStream(buffer, 0, length, writable: false), cancellationToken: stop);
                blocks.Add(name);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return new StagedBlob(blob, blocks, metadata, counted.BytesRead, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>Brings a slice to the store that was sealed before it came, as a block of no blob yet.</summary>
    /// <param name="blob">The blob's name.</param>
    /// <param name="block">The block's name.</param>
    /// <param name="slice">Its bytes, as they are.</param>
    public async Task StageBlockAsync(string blob, string block, ReadOnlyMemory<byte> slice, CancellationToken stop)
    {
        await using var bytes = BinaryData.FromBytes(slice).ToStream();
        await container.Client.GetBlockBlobClient(blob).StageBlockAsync(block, bytes, cancellationToken: stop);
    }

    /// <summary>A blob of slices that were brought before.</summary>
    /// <param name="blob">Its name.</param>
    /// <param name="blocks">Its blocks, in order.</param>
    /// <param name="description">What it carries to be opened (<see cref="BlobSealer.Describe"/>).</param>
    /// <param name="length">The bytes that were sealed.</param>
    public StagedBlob Staged(string blob, IReadOnlyList<string> blocks, string description, long length) => new(
        container.Client.GetBlockBlobClient(blob), blocks, new Dictionary<string, string> { [BlobSealer.Metadata] = description }, length, "");

    /// <summary>Stores a content that is sealed already and too long for a row. Returns the blob's name.</summary>
    public async Task<string> KeepTextAsync(TipId? tip, PartId part, string jwe, CancellationToken stop)
    {
        var name = $"{tip?.Value ?? "none"}/{part}/{Guid.NewGuid():N}";
        await container.Client.GetBlobClient(name)
            .UploadAsync(BinaryData.FromString(jwe), new BlobUploadOptions { Conditions = Absent }, stop);
        return name;
    }
}

/// <summary>The container of evidence, through a client that stores bytes as they are.</summary>
public sealed record EvidenceContainer(BlobContainerClient Client);
