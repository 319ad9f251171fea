using System.Buffers.Binary;

namespace Hotline.Sealing;

/// <summary>
/// A piece of a file that its sender's browser has sealed as <see cref="SealedStream"/> does: up to sixteen regions, each with its nonce and
/// tag. Only whoever has the private key can open it; what can be told without is its shape.
/// </summary>
public static class SealedSlice
{
    /// <summary>How much of the file lies in a slice; the last one may have less.</summary>
    public const int DataBytes = Regions * SealedStream.DataBytes;

    /// <summary>The longest slice, sealed.</summary>
    public const int MostBytes = Regions * RegionBytes;

    private const int Regions = 16;
    private const int RegionBytes = SealedStream.NonceBytes + SealedStream.DataBytes + TagBytes;
    private const int TagBytes = 16;

    /// <summary>How many bytes of the file are in a slice.</summary>
    /// <param name="length">The slice's bytes, sealed.</param>
    /// <returns>Null when no slice has so many.</returns>
    public static int? DataIn(int length)
    {
        var last = length % RegionBytes;
        return length is <= 0 or > MostBytes || last is > 0 and <= SealedStream.NonceBytes + TagBytes
            ? null : length - ((length + RegionBytes - 1) / RegionBytes * (SealedStream.NonceBytes + TagBytes));
    }

    /// <summary>Whether it has the shape of a file's slice of this number, counted from zero: every region's nonce is the next one.</summary>
    public static bool IsSlice(ReadOnlySpan<byte> slice, int number)
    {
        if (DataIn(slice.Length) is null)
            return false;
        for (var (at, region) = (0, (long)number * Regions); at < slice.Length; at += RegionBytes)
        {
            if (BinaryPrimitives.ReadInt32LittleEndian(slice[at..]) != 0
                || BinaryPrimitives.ReadInt64LittleEndian(slice[(at + 4)..]) != ++region)
                return false;
        }

        return true;
    }
}
