using Hotline.Platform.Sealing;

namespace Hotline.Local.Line.Keys;

/// <summary>
/// A rotation of the sealing key, in the order in which nothing is lost: Review can open with the new key before anything is sealed to it.
/// The old ones stay with Review. One that was cut short goes on with the key that Review has already.
/// </summary>
/// <param name="folder">Where the line's keys lie.</param>
internal sealed class KeyRotation(string folder)
{
    /// <summary>Rotates.</summary>
    /// <param name="review">Ends once Review opens with these keys.</param>
    /// <param name="intake">Ends once Intake seals to the key of these.</param>
    /// <returns>The name of the key that Intake seals to now.</returns>
    public async Task<string> RunAsync(
        Func<SealingKeys, CancellationToken, Task> review, Func<SealingKeys, CancellationToken, Task> intake, CancellationToken stop)
    {
        var keys = SealingKeys.In(folder);
        var names = keys.Names();
        if (names.Review[0] == names.Intake)
            SecretFile.Write(KeyPair.PrivateIn(folder), KeyPair.New().PrivatePem + keys.PrivatePem);
        await review(keys = SealingKeys.In(folder), stop);

        using var opener = new Opener(keys.PrivatePem);
        using var newest = opener.NewestPublicKey();
        SecretFile.Write(KeyPair.PublicIn(folder), newest.Rsa.ExportSubjectPublicKeyInfoPem() + "\n");
        await intake(SealingKeys.In(folder), stop);
        return newest.Id;
    }
}
