using System.Security.Cryptography;

namespace Hotline.Local;

/// <summary>The key pair of the line on this machine, and Review's lasting pepper: made at its first start.</summary>
internal sealed record SealingKeys(string PublicPem, string PrivatePem, string Pepper)
{
    /// <summary>Reads the pair of a folder, or makes one.</summary>
    public static SealingKeys In(string folder)
    {
        var (publicFile, privateFile, pepperFile) = (
            Path.Combine(folder, "sealing-public.pem"), Path.Combine(folder, "sealing-private.pem"), Path.Combine(folder, "pepper"));
        Directory.CreateDirectory(folder);
        if (!File.Exists(privateFile))
        {
            using var key = RSA.Create(3072);
            Write(privateFile, key.ExportPkcs8PrivateKeyPem());
            File.WriteAllText(publicFile, key.ExportSubjectPublicKeyInfoPem());
        }

        if (!File.Exists(pepperFile))
            Write(pepperFile, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        return new SealingKeys(File.ReadAllText(publicFile), File.ReadAllText(privateFile), File.ReadAllText(pepperFile));
    }

    // Only the owner may read it.
    private static void Write(string path, string secret)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new StreamWriter(path, options);
        file.Write(secret);
    }
}
