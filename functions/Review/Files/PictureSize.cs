using System.Buffers.Binary;

namespace Hotline.Review.Files;

/// <summary>
/// What a picture's bytes say of its width and height. A few kilobytes can claim a picture that fills a reviewer's memory when it is
/// shown; nothing is decoded to see that.
/// </summary>
public static class PictureSize
{
    // Twice the largest sensor of a phone (200 megapixels).
    private const long MaxPixels = 400_000_000;

    /// <summary>Whether they claim more pixels than anybody's camera makes; false where they do not say.</summary>
    public static bool IsTooLarge(ReadOnlySpan<byte> head) => Of(head) is var (width, height) && (long)width * height > MaxPixels;

    private static (int Width, int Height)? Of(ReadOnlySpan<byte> head)
    {
        if (head.Length >= 24 && head.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G']))
            return (BinaryPrimitives.ReadInt32BigEndian(head[16..]) & int.MaxValue,
                BinaryPrimitives.ReadInt32BigEndian(head[20..]) & int.MaxValue);
        if (head.Length >= 10 && head.StartsWith("GIF8"u8))
            return (BinaryPrimitives.ReadUInt16LittleEndian(head[6..]), BinaryPrimitives.ReadUInt16LittleEndian(head[8..]));
        if (head.Length >= 30 && head.StartsWith("RIFF"u8) && head[12..16].SequenceEqual("VP8X"u8))
            return (1 + Read24(head[24..]), 1 + Read24(head[27..]));
        return head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]) ? OfJpeg(head) : null;
    }

    // The frame header of ITU T.81, B.2.2, behind whatever segments come first.
    private static (int Width, int Height)? OfJpeg(ReadOnlySpan<byte> head)
    {
        for (var at = 2; at + 9 <= head.Length && head[at] == 0xFF;)
        {
            var marker = head[at + 1];
            if (marker is >= 0xC0 and <= 0xCF and not 0xC4 and not 0xC8 and not 0xCC)
                return (BinaryPrimitives.ReadUInt16BigEndian(head[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(head[(at + 5)..]));
            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(head[(at + 2)..]);
        }

        return null;
    }

    private static int Read24(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);
}
