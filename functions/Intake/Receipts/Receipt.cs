using System.Numerics;
using System.Security.Cryptography;
using Konscious.Security.Cryptography;

namespace Hotline.Intake.Receipts;

/// <summary>What is kept of a code: enough to find its row and to seal questions to it, not to make the code or open the questions.</summary>
/// <param name="Lookup">Names the receipt's row: 32 hex digits.</param>
/// <param name="PublicKey">The P-256 public key, SubjectPublicKeyInfo.</param>
public sealed record Receipt(string Lookup, byte[] PublicKey)
{
    // One derivation costs some 0.2 s and 32 MiB: whoever steals the table pays that for every code tried.
    private const int MemoryKib = 32 * 1024;
    private const int Passes = 2;

    // A code is looked up by itself alone, so there is no salt of its own; this one keeps tables of other systems from fitting.
    private static readonly byte[] Salt = "hotline receipt, version 1"u8.ToArray();

    /// <summary>Derives the receipt of a code (Argon2id, https://www.rfc-editor.org/rfc/rfc9106). Slow on purpose.</summary>
    public static Receipt Of(ReceiptCode code)
    {
        using var key = ECDsa.Create(KeyOf(code, out var lookup));
        return new Receipt(lookup, key.ExportSubjectPublicKeyInfo());
    }

    /// <summary>The private key that opens what was sealed to this code.</summary>
    /// <param name="code">The code.</param>
    /// <param name="lookup">Names the receipt's row.</param>
    public static ECParameters KeyOf(ReceiptCode code, out string lookup)
    {
        using var slow = new Argon2id(System.Text.Encoding.ASCII.GetBytes(code.Digits))
        {
            Salt = Salt,
            MemorySize = MemoryKib,
            Iterations = Passes,
            DegreeOfParallelism = 1,
        };
        var secret = slow.GetBytes(32);
        lookup = Convert.ToHexStringLower(HKDF.Expand(HashAlgorithmName.SHA256, secret, 16, "lookup"u8.ToArray()));
        return PrivateKey(HKDF.Expand(HashAlgorithmName.SHA256, secret, 48, "question key"u8.ToArray()));
    }

    // 48 bytes reduced to the group's order leave no bias worth naming (FIPS 186-5, A.2.1).
    private static ECParameters PrivateKey(byte[] seed)
    {
        var order = BigInteger.Parse(
            "0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551",
            System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture);
        var scalar = (new BigInteger(seed, isUnsigned: true, isBigEndian: true) % (order - 1)) + 1;
        var d = new byte[32];
        var bytes = scalar.ToByteArray(isUnsigned: true, isBigEndian: true);
        bytes.CopyTo(d, d.Length - bytes.Length);
        return new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = d };
    }
}
