using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Hotline.Platform.Sealing;

/// <summary>
/// Names a sealing key by its RFC 7638 thumbprint (https://www.rfc-editor.org/rfc/rfc7638), so that both halves have one name.
/// </summary>
public static class KeyId
{
    /// <summary>The SHA-256 thumbprint of the key's public half, base64url.</summary>
    public static string Of(RSA key)
    {
        var parts = key.ExportParameters(includePrivateParameters: false);
        var jwk = $$"""{"e":"{{Base64Url.EncodeToString(parts.Exponent)}}","kty":"RSA","n":"{{Base64Url.EncodeToString(parts.Modulus)}}"}""";
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(jwk)));
    }
}
