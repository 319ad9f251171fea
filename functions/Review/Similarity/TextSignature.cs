using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Hotline.Review.Similarity;

/// <summary>
/// What is kept of a text so that another one much like it can be found: MinHash (Broder 1997) over its <see cref="TellingWords"/>, each
/// hashed under the lasting pepper first, so that whoever reads the table without the pepper can't try out texts. It suggests; people link.
/// </summary>
public sealed class TextSignature
{
    /// <summary>From this likeness on two tips are suggested to a reviewer as one; see docs/triage.md for what that finds.</summary>
    public const double Suggested = 0.3;

    private const int Length = 64;
    private const int Rows = 3;
    private const ulong Prime = (1ul << 61) - 1;
    private static readonly ulong[] Multipliers = [.. Enumerable.Range(0, Length).Select(Multiplier)];
    private readonly uint[] minima;

    private TextSignature(uint[] minima) => this.minima = minima;

    /// <summary>The signature of a text; null when it has too few words to be like another one by more than chance.</summary>
    /// <param name="text">The opened text.</param>
    /// <param name="pepper">Review's lasting pepper. Signatures under different peppers have nothing in common.</param>
    public static TextSignature? Of(string text, ReadOnlySpan<byte> pepper)
    {
        var words = TellingWords.Of(text);
        if (words.Count < TellingWords.Fewest)
            return null;
        var minima = new uint[Length];
        Array.Fill(minima, uint.MaxValue);
        foreach (var word in words)
        {
            var hash = Keyed(word, pepper);
            for (var i = 0; i < Length; i++)
                minima[i] = Math.Min(minima[i], Permute(hash, i));
        }

        return new TextSignature(minima);
    }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">It is no signature.</exception>
    public static TextSignature Parse(string column)
    {
        var bytes = Convert.FromBase64String(column);
        if (bytes.Length != Length * sizeof(uint))
            throw new FormatException($"A signature has {Length * sizeof(uint)} bytes.");
        var minima = new uint[Length];
        for (var i = 0; i < Length; i++)
            minima[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(i * sizeof(uint)));
        return new TextSignature(minima);
    }

    /// <summary>The estimated share of words that two texts have in common, 0 to 1 (standard error at most 0.063).</summary>
    public double To(TextSignature other) => minima.Zip(other.minima).Count(pair => pair.First == pair.Second) / (double)Length;

    /// <summary>
    /// Keys of rows under which the text is found: two texts that share <see cref="To"/> = s have one in common with probability
    /// 1 - (1 - s³)²¹. Ten characters of 0-9 and a-f, the first two of which number the band.
    /// </summary>
    public IReadOnlyList<string> Bands() =>
        [.. Enumerable.Range(0, Length / Rows).Select(band => string.Create(
            CultureInfo.InvariantCulture, $"{band:x2}{Mixed(minima.AsSpan(band * Rows, Rows)):x8}"))];

    /// <summary>The signature in base64, for a table's column.</summary>
    public override string ToString()
    {
        var bytes = new byte[Length * sizeof(uint)];
        for (var i = 0; i < Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i * sizeof(uint)), minima[i]);
        return Convert.ToBase64String(bytes);
    }

    private static ulong Keyed(string word, ReadOnlySpan<byte> pepper)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(pepper, Encoding.UTF8.GetBytes(word), hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash) & Prime;
    }

    // The hash is secret already, so the permutations need not be: multiples modulo a Mersenne prime.
    private static uint Permute(ulong hash, int i) => (uint)(((UInt128)hash * Multipliers[i]) % Prime >> 29);

    // SplitMix64: neighbouring multipliers must have nothing in common, or the minima would not be independent.
    private static ulong Multiplier(int i)
    {
        var mixed = (ulong)(i + 1) * 0x9E3779B97F4A7C15ul;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9ul;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBul;
        return (mixed ^ (mixed >> 31)) % Prime;
    }

    private static uint Mixed(ReadOnlySpan<uint> rows)
    {
        var mixed = 2166136261u;
        foreach (var row in rows)
            mixed = BitOperations.RotateLeft((mixed ^ row) * 2654435761u, 13);
        return mixed;
    }
}
