using System.Security.Cryptography;
using Hotline.Platform.Sealing;

namespace Hotline.Local.Line.Keys;

/// <summary>A new sealing key: RSA of 3072 bits, both halves in PEM.</summary>
/// <param name="Id">Its name.</param>
/// <param name="PublicPem">SubjectPublicKeyInfo.</param>
/// <param name="PrivatePem">PKCS #8, not encrypted.</param>
internal sealed record KeyPair(string Id, string PublicPem, string PrivatePem)
{
    /// <summary>The file of the public half.</summary>
    public static string PublicIn(string folder) => Path.Combine(folder, "sealing-public.pem");

    /// <summary>The file of the private half, or halves.</summary>
    public static string PrivateIn(string folder) => Path.Combine(folder, "sealing-private.pem");

    /// <summary>Makes one.</summary>
    public static KeyPair New()
    {
        using var key = RSA.Create(3072);
        return new KeyPair(KeyId.Of(key), key.ExportSubjectPublicKeyInfoPem() + "\n", key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    /// <summary>Writes both halves.</summary>
    public void SaveTo(string folder)
    {
        SecretFile.Write(PrivateIn(folder), PrivatePem);
        File.WriteAllText(PublicIn(folder), PublicPem);
    }
}
