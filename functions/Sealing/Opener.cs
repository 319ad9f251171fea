using System.Security.Cryptography;
using Jose;

namespace Hotline.Sealing;

/// <summary>Opens what was sealed to any of the private keys that are live.</summary>
public sealed class Opener : IDisposable
{
    private readonly Dictionary<string, RSA> keys = [];

    /// <param name="pem">One or more private keys, as PEM blocks.</param>
    /// <exception cref="FormatException">The text holds no private key.</exception>
    public Opener(string pem)
    {
        for (var rest = pem.AsSpan(); PemEncoding.TryFind(rest, out var found); rest = rest[found.Location.End..])
        {
            if (!rest[found.Label].EndsWith("PRIVATE KEY"))
                continue;
            var key = RSA.Create();
            key.ImportFromPem(rest[found.Location]);
            keys[KeyId.Of(key)] = key;
        }

        if (keys.Count == 0)
            throw new FormatException("It holds no private key (a PEM block PRIVATE KEY).");
    }

    /// <summary>The names of the keys that it opens with.</summary>
    public IReadOnlyCollection<string> KeyIds => keys.Keys;

    /// <summary>Returns the content of a compact JWE.</summary>
    /// <exception cref="CryptographicException">It was sealed to another key, is bound to something else, or was changed.</exception>
    public byte[] Open(SealHeader expected, string jwe)
    {
        try
        {
            var header = JWT.Headers(jwe);
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
    public PublicSealingKey NewestPublicKey() => PublicSealingKey.Parse(keys.Values.First().ExportSubjectPublicKeyInfoPem());

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var key in keys.Values)
            key.Dispose();
    }
}
