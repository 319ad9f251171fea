using System.Security.Cryptography;
using System.Text;
using Hotline.Local.Line.Keys;
using Hotline.Platform.Sealing;

namespace Hotline.Tests.Sealing;

public sealed class SealTests
{
    private static readonly SealHeader Header = new("tip", "statement-SM1", "statement");
    private static readonly RSA Key = RSA.Create(2048);

    [Fact]
    public async Task The_jose_library_opens_what_we_seal()
    {
        var answer = await Oracle.AskAsync(
            "jose-open.mjs", new { jwe = Seal("¡Amenazó a mi familia! 😡"), privateKey = Key.ExportPkcs8PrivateKeyPem() },
            TestContext.Current.CancellationToken);
        Assert.Equal("¡Amenazó a mi familia! 😡", (string?)answer["text"]);
        Assert.Equal("RSA-OAEP-256", (string?)answer["header"]!["alg"]);
        Assert.Equal("A256GCM", (string?)answer["header"]!["enc"]);
        Assert.Equal("tip", (string?)answer["header"]!["tip"]);
        Assert.Equal("statement-SM1", (string?)answer["header"]!["part"]);
        Assert.Equal("statement", (string?)answer["header"]!["kind"]);
        Assert.Equal((string?)answer["thumbprint"], (string?)answer["header"]!["kid"]);
    }

    [Fact]
    public void What_was_sealed_opens_with_the_key_that_its_header_names()
    {
        using var other = RSA.Create(2048);
        using var opener = new Opener(other.ExportPkcs8PrivateKeyPem() + "\n" + Key.ExportPkcs8PrivateKeyPem());
        Assert.Equal(2, opener.KeyIds.Count);
        Assert.Equal("words"u8.ToArray(), opener.Open(Header, Seal("words")));
    }

    [Theory]
    [InlineData("other", "statement-SM1", "statement")]
    [InlineData(null, "statement-SM1", "statement")]
    [InlineData("tip", "statement-SM2", "statement")]
    [InlineData("tip", "statement-SM1", "transcript")]
    public void A_part_moved_elsewhere_is_refused(string? tip, string part, string kind)
    {
        using var opener = new Opener(Key.ExportPkcs8PrivateKeyPem());
        Assert.Throws<CryptographicException>(() => opener.Open(new SealHeader(tip, part, kind), Seal("words")));
    }

    [Fact]
    public void A_changed_character_anywhere_is_refused()
    {
        using var opener = new Opener(Key.ExportPkcs8PrivateKeyPem());
        var jwe = Seal("words");
        for (var at = 0; at < jwe.Length - 1; at += 7)
        {
            var changed = jwe[..at] + (jwe[at] == 'A' ? 'B' : 'A') + jwe[(at + 1)..];
            Assert.ThrowsAny<CryptographicException>(() => opener.Open(Header, changed));
        }
    }

    [Fact]
    public void Intake_refuses_a_private_key()
    {
        var e = Assert.Throws<FormatException>(
            () => PublicSealingKey.Parse(Key.ExportSubjectPublicKeyInfoPem() + "\n" + Key.ExportPkcs8PrivateKeyPem()));
        Assert.Contains("private key", e.Message, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => PublicSealingKey.Parse("nothing"));
    }

    [Fact]
    public void A_private_key_that_opens_what_is_sealed_to_it_passes_its_probe_and_a_damaged_one_is_refused()
    {
        using var right = new Opener(Key.ExportPkcs8PrivateKeyPem());
        right.Prove();
        var damaged = Key.ExportPkcs8PrivateKey();
        damaged[100] ^= 1; // Within the modulus: it fits its primes no more.
        var pem = PemEncoding.WriteString("PRIVATE KEY", damaged);
        Assert.Throws<FormatException>(() =>
        {
            using var wrong = new Opener(pem);
            wrong.Prove();
        });
    }

    [Fact]
    public void The_newest_of_several_keys_is_the_first()
    {
        var pairs = Enumerable.Range(0, 3).Select(_ => KeyPair.New()).ToList();
        using var opener = new Opener(string.Join('\n', pairs.Select(pair => pair.PrivatePem)));
        using var newest = opener.NewestPublicKey();
        Assert.Equal(pairs.Select(pair => pair.Id), opener.KeyIds);
        Assert.Equal(pairs[0].Id, newest.Id);
    }

    private static string Seal(string words)
    {
        using var key = PublicSealingKey.Parse(Key.ExportSubjectPublicKeyInfoPem());
        return new JweSealer(key).Seal(Header, Encoding.UTF8.GetBytes(words));
    }
}
