using System.Security.Cryptography;

namespace Hotline.Local;

/// <summary>The key pair of the line on this machine: made at its first start.</summary>
internal sealed record SealingKeys(string PublicPem, string PrivatePem)
{
    /// <summary>Reads the pair of a folder, or makes one.</summary>
    public static SealingKeys In(string folder)
    {
        var (publicFile, privateFile) = (Path.Combine(folder, "sealing-public.pem"), Path.Combine(folder, "sealing-private.pem"));
        if (!File.Exists(privateFile))
        {
            Directory.CreateDirectory(folder);
            using var key = RSA.Create(3072);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var file = new StreamWriter(privateFile, options))
                file.Write(key.ExportPkcs8PrivateKeyPem());
            File.WriteAllText(publicFile, key.ExportSubjectPublicKeyInfoPem());
        }

        return new SealingKeys(File.ReadAllText(publicFile), File.ReadAllText(privateFile));
    }
}
