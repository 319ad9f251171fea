using System.Security.Cryptography;
using Azure;
using Azure.Core.Cryptography;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Hotline.Platform.Sealing;

namespace Hotline.Tests.Sealing;

/// <summary>The blobs that we seal are opened by the Blob SDK, which knows nothing of us, from a real store.</summary>
[Trait("Speed", "slow")]
public sealed class BlobSealTests(SharedParts parts)
{
    private const int Region = SealedStream.DataBytes;
    private static readonly RSA Key = RSA.Create(2048);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Region - 1)]
    [InlineData(Region)]
    [InlineData(Region + 1)]
    [InlineData((5 << 20) + 17)]
    public async Task The_SDK_opens_what_we_seal_whole_and_by_ranges(int length)
    {
        var content = RandomNumberGenerator.GetBytes(length);
        var (opening, plain, _) = await SealedAsync(content);
        Assert.Equal(content, (await opening.DownloadContentAsync(Stop)).Value.Content.ToArray());
        var properties = (await plain.GetPropertiesAsync(cancellationToken: Stop)).Value;
        Assert.Equal(properties.ContentLength, BlobSealer.SealedLength(length, properties.Metadata));
        foreach (var (from, count) in new[] { (0, 1), (Region - 1, 2), (length / 2, 100_000), (length - 1, 1) }.Where(
            range => range.Item1 >= 0 && range.Item1 < length))
            Assert.Equal(
                content[from..Math.Min(length, from + count)],
                (await opening.DownloadContentAsync(new BlobDownloadOptions { Range = new HttpRange(from, Math.Min(count, length - from)) },
                    Stop)).Value.Content.ToArray());
    }

    [Fact]
    public async Task A_content_that_comes_in_drops_is_sealed_as_one_that_comes_at_once()
    {
        var content = RandomNumberGenerator.GetBytes((2 * Region) + 5);
        var (opening, _, _) = await SealedAsync(content, bytes => new Drops(bytes));
        Assert.Equal(content, (await opening.DownloadContentAsync(Stop)).Value.Content.ToArray());
    }

    [Fact]
    public async Task No_two_blobs_and_no_two_regions_share_key_and_nonce()
    {
        var content = new byte[2 * Region];
        var (_, plain, first) = await SealedAsync(content);
        var (_, _, second) = await SealedAsync(content);
        var bytes = (await plain.DownloadContentAsync(Stop)).Value.Content.ToArray();
        Assert.NotEqual(first, second);
        Assert.NotEqual(bytes.AsSpan(0, 12).ToArray(), bytes.AsSpan(Region + 28, 12).ToArray());
        Assert.NotEqual(bytes.AsSpan(12, Region).ToArray(), bytes.AsSpan(Region + 40, Region).ToArray());
    }

    [Fact]
    public async Task Any_altered_byte_a_region_that_changed_places_and_another_key_are_refused()
    {
        var content = RandomNumberGenerator.GetBytes(3 * Region);
        var (opening, plain, metadata) = await SealedAsync(content);
        var whole = (await plain.DownloadContentAsync(Stop)).Value.Content.ToArray();
        foreach (var at in new[] { 0, 5, 11, 12, 12 + Region, Region + 28, whole.Length - 1 })
            await RefusedAsync(bytes => bytes[at] ^= 1);
        await RefusedAsync(bytes => bytes.AsSpan(0, Region + 28).CopyTo(bytes.AsSpan(Region + 28)));

        await RestoreAsync(whole, metadata.Replace($"{Region}", $"{2 * Region}", StringComparison.Ordinal));
        await Assert.ThrowsAnyAsync<Exception>(() => opening.DownloadContentAsync(Stop));
        await RestoreAsync(whole, metadata.Replace("\"2.1\"", "\"2.0\"", StringComparison.Ordinal));
        await Assert.ThrowsAnyAsync<Exception>(() => opening.DownloadContentAsync(Stop));
        await RestoreAsync(whole, metadata);
        Assert.Equal(content, (await opening.DownloadContentAsync(Stop)).Value.Content.ToArray());

        async Task RefusedAsync(Action<byte[]> change)
        {
            var changed = whole.ToArray();
            change(changed);
            await RestoreAsync(changed, metadata);
            await Assert.ThrowsAnyAsync<CryptographicException>(() => opening.DownloadContentAsync(Stop));
        }

        Task RestoreAsync(byte[] bytes, string description) => plain.UploadAsync(
            BinaryData.FromBytes(bytes),
            new BlobUploadOptions { Metadata = new Dictionary<string, string> { [BlobSealer.Metadata] = description } }, Stop);
    }

    [Fact]
    public async Task A_blob_that_the_SDK_sealed_in_its_own_regions_has_the_length_that_we_expect()
    {
        using var key = PublicSealingKey.Parse(Key.ExportSubjectPublicKeyInfoPem());
        var container = await ContainerAsync(new SpecializedBlobClientOptions
        {
            ClientSideEncryption = new ClientSideEncryptionOptions(ClientSideEncryptionVersion.V2_0) { KeyEncryptionKey = new Wrapping(key),
                KeyWrapAlgorithm = BlobSealer.KeyWrap },
        });
        var blob = container.GetBlobClient("the SDK's");
        await blob.UploadAsync(new MemoryStream(new byte[(4 << 20) + 1]), Stop);
        var properties = (await blob.GetPropertiesAsync(cancellationToken: Stop)).Value;
        Assert.Equal(properties.ContentLength, BlobSealer.SealedLength((4 << 20) + 1, properties.Metadata));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"EncryptedRegionInfo":{"DataLength":0}}""")]
    [InlineData("""{"EncryptedRegionInfo":{"DataLength":"long"}}""")]
    public void Metadata_that_says_nothing_of_regions_gives_no_length(string metadata) =>
        Assert.Null(BlobSealer.SealedLength(10, new Dictionary<string, string> { [BlobSealer.Metadata] = metadata }));

    private async Task<(BlobClient Opening, BlobClient Plain, string Metadata)> SealedAsync(
        byte[] content, Func<byte[], Stream>? comes = null)
    {
        using var key = PublicSealingKey.Parse(Key.ExportSubjectPublicKeyInfoPem());
        var name = Guid.NewGuid().ToString("N");
        var plain = (await ContainerAsync(new BlobClientOptions())).GetBlobClient(name);
        var metadata = new Dictionary<string, string>();
        await using var stream = (comes ?? (bytes => new MemoryStream(bytes)))(content);
        await using var closed = new BlobSealer(key).Seal(stream, metadata);
        await plain.UploadAsync(closed, new BlobUploadOptions { Metadata = metadata }, Stop);
        var opener = new Opener(Key.ExportPkcs8PrivateKeyPem());
        var opening = (await ContainerAsync(new SpecializedBlobClientOptions
        {
            ClientSideEncryption =
                new ClientSideEncryptionOptions(ClientSideEncryptionVersion.V2_0) { KeyResolver = new BlobKeyUnwrapper(opener),
                    KeyWrapAlgorithm = BlobSealer.KeyWrap },
        })).GetBlobClient(name);
        return (opening, plain, metadata[BlobSealer.Metadata]);
    }

    private async Task<BlobContainerClient> ContainerAsync(BlobClientOptions options)
    {
        var container = new BlobServiceClient(parts.Azurite.ConnectionString, options).GetBlobContainerClient("sealing");
        await container.CreateIfNotExistsAsync(cancellationToken: Stop);
        return container;
    }

    private sealed class Drops(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, 1000)], cancellationToken);
    }

    private sealed class Wrapping(PublicSealingKey key) : IKeyEncryptionKey
    {
        public string KeyId => key.Id;

        public byte[] WrapKey(string algorithm, ReadOnlyMemory<byte> content, CancellationToken stop = default) =>
            key.Rsa.Encrypt(content.Span, RSAEncryptionPadding.OaepSHA256);

        public Task<byte[]> WrapKeyAsync(string algorithm, ReadOnlyMemory<byte> content, CancellationToken stop = default) =>
            Task.FromResult(WrapKey(algorithm, content, stop));

        public byte[] UnwrapKey(string algorithm, ReadOnlyMemory<byte> wrapped, CancellationToken stop = default) =>
            throw new NotSupportedException();

        public Task<byte[]> UnwrapKeyAsync(string algorithm, ReadOnlyMemory<byte> wrapped, CancellationToken stop = default) =>
            throw new NotSupportedException();
    }
}
