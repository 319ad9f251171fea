using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hotline.Platform.Sealing;

/// <summary>
/// Seals blobs in the format of the Blob SDK's client-side encryption, version 2.1, which the SDK opens and can't yet be asked to write
/// (https://learn.microsoft.com/azure/storage/blobs/client-side-encryption): its short regions keep little of a blob in memory.
/// </summary>
public sealed class BlobSealer(PublicSealingKey key) : IBlobSealer
{
    /// <summary>How a blob's content key is wrapped, by its name in the metadata.</summary>
    public const string KeyWrap = "RSA-OAEP-256";

    /// <summary>The metadata of a sealed blob: how to open it.</summary>
    public const string Metadata = "encryptiondata";

    private const string Version = "2.1";
    private const int KeyBytes = 32;

    // The version is wrapped with the key, in eight bytes before it, so that nobody can say another one.
    private const int VersionBytes = 8;

    /// <inheritdoc/>
    public Stream Seal(Stream content, IDictionary<string, string> metadata)
    {
        Span<byte> secret = stackalloc byte[VersionBytes + KeyBytes];
        secret.Clear();
        System.Text.Encoding.ASCII.GetBytes(Version, secret);
        RandomNumberGenerator.Fill(secret[VersionBytes..]);
        metadata[Metadata] = Describe(key.Id, key.Rsa.Encrypt(secret, RSAEncryptionPadding.OaepSHA256));
        var sealing = new SealedStream(content, secret[VersionBytes..]);
        CryptographicOperations.ZeroMemory(secret);
        return sealing;
    }

    /// <summary>What a blob carries whose content key was wrapped elsewhere, with the version before it as here.</summary>
    /// <param name="keyId">The <see cref="KeyId"/> of the public key under which it was wrapped.</param>
    /// <param name="wrapped">The wrapped key.</param>
    public static string Describe(string keyId, byte[] wrapped) => new JsonObject
    {
        ["EncryptionMode"] = "FullBlob",
        ["WrappedContentKey"] =
            new JsonObject { ["KeyId"] = keyId, ["EncryptedKey"] = Convert.ToBase64String(wrapped), ["Algorithm"] = KeyWrap },
        ["EncryptionAgent"] = new JsonObject { ["Protocol"] = Version, ["EncryptionAlgorithm"] = "AES_GCM_256" },
        ["EncryptedRegionInfo"] = new JsonObject { ["DataLength"] = SealedStream.DataBytes, ["NonceLength"] = SealedStream.NonceBytes },
        ["KeyWrappingMetadata"] = new JsonObject(),
    }.ToJsonString();

    /// <summary>How many bytes a blob has whose content has <paramref name="length"/> of them, by its own metadata.</summary>
    /// <returns>Null when the metadata says nothing of it.</returns>
    public static long? SealedLength(long length, IDictionary<string, string> metadata)
    {
        if (!metadata.TryGetValue(Metadata, out var description))
            return null;
        try
        {
            return JsonNode.Parse(description)?["EncryptedRegionInfo"]?["DataLength"]?.GetValue<int>() is { } data and > 0
                ? SealedStream.SealedLength(length, data)
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
