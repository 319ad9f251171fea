using System.Security.Cryptography;
using Jose;

namespace Hotline.Platform.Sealing;

/// <summary>Opens what was sealed to any of the private keys that are live.</summary>
public sealed class Opener : IDisposable
{
    private readonly OrderedDictionary<string, RSA> keys = [];

    /// <param name="pem">One or more private keys, as PEM blocks, the newest first.</param>
    /// <exception cref="FormatException">The text holds no private key, or one that is no RSA key of 2048 bits or more.</exception>
    public Opener(string pem)
    {
        for (var rest = pem.AsSpan(); PemEncoding.TryFind(rest, out var found); rest = rest[found.Location.End..])
        {
            if (!rest[found.Label].EndsWith("PRIVATE KEY"))
                continue;
            var key = Import(rest[found.Location]);
            if (!keys.TryAdd(KeyId.Of(key), key))
                key.Dispose();
        }

        if (keys.Count == 0)
            throw new FormatException(
                "It holds no private key: give Review all keys that are live (PEM blocks PRIVATE KEY, the newest first).");
    }

    /// <summary>The names of the keys that it opens with, the newest first.</summary>
    public IReadOnlyList<string> KeyIds => [.. keys.Keys];

    /// <summary>Seals a probe to each key and opens it: a half that does not fit its other one is found before a tip is.</summary>
    /// <exception cref="FormatException">A key does not open what was sealed to it.</exception>
    public void Prove()
    {
        var header = new SealHeader(null, "probe", "probe");
        foreach (var (id, key) in keys)
        {
            using var half = PublicSealingKey.Parse(key.ExportSubjectPublicKeyInfoPem());
            try
            {
                Open(header, new JweSealer(half).Seal(header, "probe"u8));
            }
            catch (CryptographicException e)
            {
                throw new FormatException(
                    $"Its key {id} does not open what is sealed to it: give it again from the copy that you keep.", e);
            }
        }
    }

    /// <summary>Returns the content of a compact JWE.</summary>
    /// <exception cref="CryptographicException">It was sealed to another key, is bound to something else, or was changed.</exception>
    public byte[] Open(SealHeader expected, string jwe)
    {
        try
        {
            var header = JWT.Headers(jwe) ?? throw new CryptographicException("The seal is broken: it has no header.");
            if (Named("part") != expected.Part || Named("kind") != expected.Kind || Named("tip") != expected.Tip)
                throw new CryptographicException("The seal is bound to another tip, part or kind.");
            if (Named("alg") != "RSA-OAEP-256" || Named("enc") != "A256GCM")
                throw new CryptographicException("The seal uses other algorithms than RSA-OAEP-256 and A256GCM.");
            return JWT.DecodeBytes(jwe, KeyNamed(Named("kid")), JweAlgorithm.RSA_OAEP_256, JweEncryption.A256GCM);

            string? Named(string name) => header.TryGetValue(name, out var value) ? value?.ToString() : null;
        }
        catch (Exception e) when (e is JoseException or FormatException or ArgumentException or System.Text.Json.JsonException)
        {
            throw new CryptographicException("The seal is broken.", e);
        }
    }

    /// <summary>The private key of that name.</summary>
    /// <exception cref="CryptographicException">It is not among the live ones.</exception>
    public RSA KeyNamed(string? id) => id is not null && keys.TryGetValue(id, out var key)
        ? key
        : throw new CryptographicException("It is sealed to a key that is not among the live ones.");

    /// <summary>The public half of the first key, which is the newest: Review seals what reviewers write.</summary>
    public PublicSealingKey NewestPublicKey() => PublicSealingKey.Parse(keys.GetAt(0).Value.ExportSubjectPublicKeyInfoPem());

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var key in keys.Values)
            key.Dispose();
    }

    private static RSA Import(ReadOnlySpan<char> pem)
    {
        var key = RSA.Create();
        try
        {
            key.ImportFromPem(pem);
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            throw new FormatException(
                "It holds a private key that is no RSA key, is encrypted or is damaged: give PEM blocks PRIVATE KEY of RSA.", e);
        }

        return key.KeySize >= PublicSealingKey.MinBits
            ? key
            : throw new FormatException(
                $"It holds a key of {key.KeySize} bits: give RSA keys of 3072 (no fewer than {PublicSealingKey.MinBits}).");
    }
}
