using System.Buffers.Binary;

namespace Hotline.Review.Files;

/// <summary>How a picture is to be turned: the one field of EXIF without which it is shown wrongly.</summary>
public static class ExifOrientation
{
    private const ushort Tag = 0x0112, Short = 3;

    /// <summary>The orientation that a JPEG's APP1 segment tells, 1 to 8; null when it is no EXIF or tells none.</summary>
    /// <param name="content">The segment behind its length.</param>
    public static int? Of(ReadOnlySpan<byte> content) => content.StartsWith("Exif\0\0"u8) ? OfTiff(content[6..]) : null;

    /// <summary>A JPEG's APP1 segment, marker included, that holds the orientation and nothing else.</summary>
    public static byte[] JpegSegment(int orientation)
    {
        byte[] segment =
        [
            0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8,
            .. "MM"u8, 0, 42, 0, 0, 0, 8,
            0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0,
            0, 0, 0, 0,
        ];
        return segment;
    }

    private static int? OfTiff(ReadOnlySpan<byte> tiff)
    {
        var little = tiff.StartsWith("II*\0"u8);
        if (tiff.Length < 8 || (!little && !tiff.StartsWith("MM\0*"u8)))
            return null;
        var directory = Number(tiff, 4, 4, little);
        var end = Math.Min(tiff.Length, directory + 2 + (12 * Number(tiff, directory, 2, little)));
        for (var entry = directory + 2; entry + 12 <= end; entry += 12)
            if (Number(tiff, entry, 2, little) == Tag && Number(tiff, entry + 2, 2, little) == Short)
                return Number(tiff, entry + 8, 2, little) is >= 1 and <= 8 and var orientation ? (int)orientation : null;
        return null;
    }

    private static long Number(ReadOnlySpan<byte> tiff, long at, int width, bool little)
    {
        if (at + width > tiff.Length)
            return 0;
        var bytes = tiff.Slice((int)at, width);
        return (width, little) switch
        {
            (2, true) => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            (2, false) => BinaryPrimitives.ReadUInt16BigEndian(bytes),
            (_, true) => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            _ => BinaryPrimitives.ReadUInt32BigEndian(bytes),
        };
    }
}
