using System.Security.Cryptography;
using Azure.Core.Cryptography;

namespace Hotline.Platform.Sealing;

/// <summary>Finds the private half under which a blob's content key was wrapped, and unwraps it.</summary>
public sealed class BlobKeyUnwrapper(Opener opener) : IKeyEncryptionKeyResolver
{
    /// <inheritdoc/>
    public IKeyEncryptionKey Resolve(string keyId, CancellationToken stop = default) => new Unwrapping(keyId, opener.KeyNamed(keyId));

    /// <inheritdoc/>
    public Task<IKeyEncryptionKey> ResolveAsync(string keyId, CancellationToken stop = default) => Task.FromResult(Resolve(keyId, stop));

    private sealed class Unwrapping(string keyId, RSA key) : IKeyEncryptionKey
    {
        public string KeyId => keyId;

        public byte[] UnwrapKey(string algorithm, ReadOnlyMemory<byte> wrapped, CancellationToken stop = default) =>
            key.Decrypt(wrapped.Span, RSAEncryptionPadding.OaepSHA256);

        public Task<byte[]> UnwrapKeyAsync(string algorithm, ReadOnlyMemory<byte> wrapped, CancellationToken stop = default) =>
            Task.FromResult(UnwrapKey(algorithm, wrapped, stop));

        public byte[] WrapKey(string algorithm, ReadOnlyMemory<byte> content, CancellationToken stop = default) =>
            throw new NotSupportedException("This half opens; it seals nothing.");

        public Task<byte[]> WrapKeyAsync(string algorithm, ReadOnlyMemory<byte> content, CancellationToken stop = default) =>
            throw new NotSupportedException("This half opens; it seals nothing.");
    }
}
