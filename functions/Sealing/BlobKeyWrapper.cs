using System.Security.Cryptography;
using Azure.Core.Cryptography;

namespace Hotline.Sealing;

/// <summary>
/// Wraps the content key of a blob under the public sealing key, for the Blob SDK's client-side encryption v2
/// (https://learn.microsoft.com/azure/storage/blobs/client-side-encryption).
/// </summary>
public sealed class BlobKeyWrapper(PublicSealingKey key) : IKeyEncryptionKey
{
    /// <summary>The name of the wrapping in the blob's metadata.</summary>
    public const string Algorithm = "RSA-OAEP-256";

    /// <inheritdoc/>
    public string KeyId => key.Id;

    /// <inheritdoc/>
    public byte[] WrapKey(string algorithm, ReadOnlyMemory<byte> content, CancellationToken stop = default) =>
        key.Rsa.Encrypt(content.Span, RSAEncryptionPadding.OaepSHA256);

    /// <inheritdoc/>
    public Task<byte[]> WrapKeyAsync(string algorithm, ReadOnlyMemory<byte> content, CancellationToken stop = default) =>
        Task.FromResult(WrapKey(algorithm, content, stop));

    /// <inheritdoc/>
    public byte[] UnwrapKey(string algorithm, ReadOnlyMemory<byte> wrapped, CancellationToken stop = default) =>
        throw new NotSupportedException("Intake seals and cannot open.");

    /// <inheritdoc/>
    public Task<byte[]> UnwrapKeyAsync(string algorithm, ReadOnlyMemory<byte> wrapped, CancellationToken stop = default) =>
        throw new NotSupportedException("Intake seals and cannot open.");
}
