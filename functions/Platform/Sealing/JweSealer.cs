using Jose;

namespace Hotline.Platform.Sealing;

/// <summary>Seals by JWE, RSA-OAEP-256 and A256GCM (https://www.rfc-editor.org/rfc/rfc7516): any JOSE library opens it.</summary>
public sealed class JweSealer(PublicSealingKey key) : ISealer
{
    /// <inheritdoc/>
    public string Seal(SealHeader header, ReadOnlySpan<byte> content)
    {
        var bound = new Dictionary<string, object>(4) { ["kid"] = key.Id, ["part"] = header.Part, ["kind"] = header.Kind };
        if (header.Tip is { } tip)
            bound["tip"] = tip;
        return JWT.EncodeBytes(content.ToArray(), key.Rsa, JweAlgorithm.RSA_OAEP_256, JweEncryption.A256GCM, extraHeaders: bound);
    }
}
