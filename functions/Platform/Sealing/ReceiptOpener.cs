using System.Security.Cryptography;
using Jose;

namespace Hotline.Platform.Sealing;

/// <summary>Opens what <see cref="ReceiptSealer"/> sealed, with the private key that a receipt's code gives.</summary>
public static class ReceiptOpener
{
    /// <summary>Returns the content of a compact JWE.</summary>
    /// <param name="key">The P-256 private key.</param>
    /// <param name="jwe">The compact JWE.</param>
    /// <exception cref="CryptographicException">It was sealed to another key or changed.</exception>
    public static byte[] Open(ECParameters key, string jwe)
    {
        using var whole = ECDiffieHellman.Create(key); // Adds the public half.
        var point = whole.ExportParameters(includePrivateParameters: true);
        var jwk = new Jwk(crv: "P-256", x: Base64Url.Encode(point.Q.X), y: Base64Url.Encode(point.Q.Y), d: Base64Url.Encode(point.D));
        try
        {
            return JWT.DecodeBytes(jwe, jwk, JweAlgorithm.ECDH_ES_A256KW, JweEncryption.A256GCM);
        }
        catch (Exception e) when (e is JoseException or FormatException or ArgumentException or System.Text.Json.JsonException)
        {
            throw new CryptographicException("The seal is broken.", e);
        }
    }
}
