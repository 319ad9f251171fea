using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Konscious.Security.Cryptography;

namespace Hotline.Intake.Receipts;

/// <summary>
/// What a code gives. Of it, storage keeps the lookup and the public key alone: enough to find the row and to seal questions.
/// </summary>
/// <param name="Lookup">Names the receipt's row: 32 hex digits.</param>
/// <param name="PublicKey">The P-256 public key, SubjectPublicKeyInfo; Review seals questions to it.</param>
/// <param name="Questions">Its private half, which opens them.</param>
/// <param name="Binding">The key of the row's MAC: without the code nobody can make the row say another tip.</param>
public sealed record ReceiptKeys(string Lookup, byte[] PublicKey, ECParameters Questions, byte[] Binding)
{
    // One derivation costs some 0.2 s and 32 MiB: whoever steals the table pays that for every code tried.
    private const int MemoryKib = 32 * 1024;
    private const int Passes = 2;

    // A code is looked up by itself alone, so there is no salt of its own; this one keeps tables of other systems from fitting.
    private static readonly byte[] Salt = "hotline receipt, version 1"u8.ToArray();

    /// <summary>Derives them (Argon2id, https://www.rfc-editor.org/rfc/rfc9106). Slow on purpose.</summary>
    public static ReceiptKeys Of(ReceiptCode code)
    {
        using var slow = new Argon2id(Encoding.ASCII.GetBytes(code.Digits))
        {
            Salt = Salt,
            MemorySize = MemoryKib,
            Iterations = Passes,
            DegreeOfParallelism = 1,
        };
        var secret = slow.GetBytes(32);
        using var questions = ECDsa.Create(PrivateKey(Expand(secret, 48, "question key"u8)));
        return new ReceiptKeys(
            Convert.ToHexStringLower(Expand(secret, 16, "lookup"u8)), questions.ExportSubjectPublicKeyInfo(),
            questions.ExportParameters(includePrivateParameters: true), Expand(secret, 32, "row"u8));
    }

    /// <summary>Says nothing, so that no log, message or trace can hold a key by mistake.</summary>
    public override string ToString() => "a receipt's keys";

    private static byte[] Expand(byte[] secret, int length, ReadOnlySpan<byte> use) =>
        HKDF.Expand(HashAlgorithmName.SHA256, secret, length, use.ToArray());

    // 48 bytes reduced to the group's order leave no bias worth naming (FIPS 186-5, A.2.1).
    private static ECParameters PrivateKey(byte[] seed)
    {
        var order = BigInteger.Parse(
            "0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551",
            NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        var scalar = (new BigInteger(seed, isUnsigned: true, isBigEndian: true) % (order - 1)) + 1;
        var d = new byte[32];
        var bytes = scalar.ToByteArray(isUnsigned: true, isBigEndian: true);
        bytes.CopyTo(d, d.Length - bytes.Length);
        return new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = d };
    }
}
