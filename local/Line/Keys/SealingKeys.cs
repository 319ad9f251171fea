using System.Security.Cryptography;
using Hotline.Local.Loopback;
using Hotline.Platform.Sealing;

namespace Hotline.Local.Line.Keys;

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
    public KeyNames Names() => KeyNames.Of(PublicPem, PrivatePem);
}

/// <summary>Which keys the rooms have.</summary>
/// <param name="Intake">The one that Intake seals to.</param>
/// <param name="Review">Those that Review opens with, the newest first.</param>
internal sealed record KeyNames(string Intake, IReadOnlyList<string> Review)
{
    /// <summary>The names of the keys in a folder, such as one with a deployment's secrets; it makes none.</summary>
    /// <exception cref="CommandException">One of the two files is missing, or holds no key.</exception>
    public static KeyNames In(string folder)
    {
        var (publicFile, privateFile) = (KeyPair.PublicIn(folder), KeyPair.PrivateIn(folder));
        if (!File.Exists(publicFile) || !File.Exists(privateFile))
            throw new CommandException($"There is no {Path.GetFileName(publicFile)} beside a {Path.GetFileName(privateFile)} in {folder}.");
        try
        {
            return Of(File.ReadAllText(publicFile), File.ReadAllText(privateFile));
        }
        catch (FormatException e)
        {
            throw new CommandException($"A key in {folder} can't be read. {e.Message}");
        }
    }

    /// <summary>The names of keys.</summary>
    /// <exception cref="FormatException">One of the texts holds no key.</exception>
    public static KeyNames Of(string publicPem, string privatePem)
    {
        using var sealing = PublicSealingKey.Parse(publicPem);
        using var opener = new Opener(privatePem);
        return new KeyNames(sealing.Id, opener.KeyIds);
    }
}
