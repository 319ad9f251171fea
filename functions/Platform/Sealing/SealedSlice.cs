using System.Buffers.Binary;

namespace Hotline.Platform.Sealing;

/// <summary>
/// A piece of a file that its sender's browser has sealed as <see cref="SealedStream"/> does: up to sixteen regions, each with its nonce and
/// tag. Only whoever has the private key can open it; what can be told without is its shape.
/// </summary>
public static class SealedSlice
{
    /// <summary>The longest slice, sealed.</summary>
    public const int MaxBytes = MaxRegions * RegionBytes;

    /// <summary>How many regions a slice has at most.</summary>
    public const int MaxRegions = 16;

    /// <summary>A whole region, sealed.</summary>
    public const int RegionBytes = SealedStream.NonceBytes + SealedStream.DataBytes + TagBytes;

    private const int TagBytes = 16;

    /// <summary>How many regions are in a slice; the last one may not be whole.</summary>
    /// <param name="length">The slice's bytes, sealed.</param>
    public static int RegionsIn(int length) => (length + RegionBytes - 1) / RegionBytes;

    /// <summary>How many bytes of the file are in a slice.</summary>
    /// <inheritdoc cref="RegionsIn"/>
    public static int DataIn(int length) => length - (RegionsIn(length) * (SealedStream.NonceBytes + TagBytes));

    /// <summary>Whether it has the shape of a slice that begins with this region of its file, counted from zero.</summary>
    /// <param name="slice">Its bytes.</param>
    /// <param name="first">The region.</param>
    public static bool IsSlice(ReadOnlySpan<byte> slice, int first)
    {
        if (slice.Length is <= 0 or > MaxBytes || slice.Length % RegionBytes is > 0 and <= SealedStream.NonceBytes + TagBytes)
            return false;
        for (var (at, region) = (0, (long)first); at < slice.Length; at += RegionBytes)
        {
            if (BinaryPrimitives.ReadInt32LittleEndian(slice[at..]) != 0
                || BinaryPrimitives.ReadInt64LittleEndian(slice[(at + 4)..]) != ++region)
                return false;
        }

        return true;
    }
}
