using System.Security.Cryptography;
using Hotline.Sealing;

namespace Hotline.Local;

/// <summary>
/// What each room of the line on this machine is given: Intake the public half of one key, Review the private halves of all that are live.
/// </summary>
/// <param name="PublicPem">Intake's.</param>
/// <param name="PrivatePem">Review's, the newest first.</param>
/// <param name="Pepper">Review's lasting pepper.</param>
internal sealed record SealingKeys(string PublicPem, string PrivatePem, string Pepper)
{
    /// <summary>Reads the keys of a folder, or makes the first pair.</summary>
    public static SealingKeys In(string folder)
    {
        var (publicFile, privateFile, pepperFile) = (KeyPair.PublicIn(folder), KeyPair.PrivateIn(folder), Path.Combine(folder, "pepper"));
        Directory.CreateDirectory(folder);
        if (!File.Exists(privateFile))
            KeyPair.New().SaveTo(folder);
        if (!File.Exists(pepperFile))
            SecretFile.Write(pepperFile, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        return new SealingKeys(File.ReadAllText(publicFile), File.ReadAllText(privateFile), File.ReadAllText(pepperFile));
    }

    /// <summary>The names of the keys.</summary>
    /// <exception cref="FormatException">A file holds no key.</exception>
    public KeyNames Names()
    {
        using var sealing = PublicSealingKey.Parse(PublicPem);
        using var opener = new Opener(PrivatePem);
        return new KeyNames(sealing.Id, opener.KeyIds);
    }
}

/// <summary>Which keys the rooms have.</summary>
/// <param name="Intake">The one that Intake seals to.</param>
/// <param name="Review">Those that Review opens with, the newest first.</param>
internal sealed record KeyNames(string Intake, IReadOnlyList<string> Review);
