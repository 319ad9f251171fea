using System.Security.Cryptography;
using Jose;

namespace Hotline.Platform.Sealing;

/// <summary>
/// Seals to a receipt: JWE, ECDH-ES+A256KW and A256GCM (https://www.rfc-editor.org/rfc/rfc7518#section-4.6), to the P-256 key whose private
/// half only the receipt's code gives.
/// </summary>
public static class ReceiptSealer
{
    /// <summary>Returns the content as a compact JWE.</summary>
    /// <param name="publicKey">SubjectPublicKeyInfo in base64.</param>
    /// <param name="content">What is sealed.</param>
    /// <exception cref="CryptographicException">It is not a P-256 key.</exception>
    public static string Seal(string publicKey, ReadOnlySpan<byte> content)
    {
        using var key = ECDiffieHellman.Create();
        key.ImportSubjectPublicKeyInfo(Convert.FromBase64String(publicKey), out _);
        var point = key.ExportParameters(includePrivateParameters: false);
        var jwk = new Jwk(crv: "P-256", x: Base64Url.Encode(point.Q.X), y: Base64Url.Encode(point.Q.Y));
        return JWT.EncodeBytes(content.ToArray(), jwk, JweAlgorithm.ECDH_ES_A256KW, JweEncryption.A256GCM);
    }
}
