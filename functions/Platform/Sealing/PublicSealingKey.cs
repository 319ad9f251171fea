using System.Security.Cryptography;

namespace Hotline.Platform.Sealing;

/// <summary>The public half of a sealing key: enough to seal, never to open.</summary>
public sealed class PublicSealingKey : IDisposable
{
    /// <summary>What a key must have at least; new ones have 3072.</summary>
    public const int MinBits = 2048;

    private readonly ThreadLocal<RSA> rsa;

    private PublicSealingKey(string pem)
    {
        // An RSA object is not promised to be safe on several threads at once.
        rsa = new ThreadLocal<RSA>(() => Import(pem), trackAllValues: true);
        Id = KeyId.Of(rsa.Value!);
    }

    /// <summary>Its name in the header of whatever it sealed.</summary>
    public string Id { get; }

    /// <summary>The key, for this thread.</summary>
    public RSA Rsa => rsa.Value!;

    /// <summary>Reads the first public key of a PEM text.</summary>
    /// <exception cref="FormatException">The text holds a private key, or no public one of 2048 bits or more.</exception>
    public static PublicSealingKey Parse(string pem)
    {
        if (pem.Contains("PRIVATE KEY", StringComparison.Ordinal))
            throw new FormatException("It holds a private key: give intake the public half alone (a PEM block PUBLIC KEY).");
        try
        {
            return new PublicSealingKey(pem);
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            throw new FormatException("It is no RSA public key: give intake a PEM block PUBLIC KEY of 3072 bits (no fewer than 2048).", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var key in rsa.Values)
            key.Dispose();
        rsa.Dispose();
    }

    private static RSA Import(string pem)
    {
        var end = pem.IndexOf("-----END", StringComparison.Ordinal);
        var first = end < 0 ? pem : pem[..Math.Min(pem.Length, pem.IndexOf("-----", end + 8, StringComparison.Ordinal) + 5)];
        var key = RSA.Create();
        key.ImportFromPem(first);
        return key.KeySize >= MinBits ? key : throw new CryptographicException("The key is too short.");
    }
}
