using System.Buffers.Binary;
using System.Text;

namespace Hotline.Tests.Review.Evidence;

/// <summary>
/// The smallest files of each kind, and pieces to put into larger ones. Every piece of metadata holds <see cref="Secret"/>.
/// </summary>
internal static class SmallPictures
{
    public const string Secret = "SECRETPLACE";

    public static byte[] Jpeg(params byte[][] segments) =>
        [0xFF, 0xD8, .. segments.SelectMany(segment => segment), .. JpegSegment(0xDB, new byte[65]), .. JpegSegment(0xC0, new byte[15]),
            .. JpegSegment(0xDA, new byte[10]), 1, 2, 0xFF, 0, 3, 0xFF, 0xD0, 4, 0xFF, 0xD9];

    public static byte[] JpegSegment(byte marker, params byte[] content) =>
        [0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content];

    public static byte[] Told(string before) => Encoding.Latin1.GetBytes(before + Secret + Secret);

    public static byte[] Png(params byte[][] chunks) =>
        [0x89, .. "PNG\r\n\x1a\n"u8, .. PngChunk("IHDR", new byte[13]), .. chunks.SelectMany(chunk => chunk),
            .. PngChunk("IDAT", 1, 2, 3), .. PngChunk("IEND")];

    public static byte[] PngChunk(string type, params byte[] content)
    {
        byte[] checkedPart = [.. Encoding.Latin1.GetBytes(type), .. content];
        return [.. Big(content.Length), .. checkedPart, .. Big((int)Crc(checkedPart))];
    }

    public static byte[] Gif(params byte[][] blocks) =>
        [.. "GIF89a"u8, 1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255, .. blocks.SelectMany(block => block),
            0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3B];

    public static byte[] GifExtension(byte label, params byte[][] blocks) =>
        [0x21, label, .. blocks.SelectMany(block => (byte[])[(byte)block.Length, .. block]), 0];

    public static byte[] WebP(params byte[][] chunks)
    {
        byte[] content = [.. "WEBP"u8, .. chunks.SelectMany(chunk => chunk)];
        return [.. "RIFF"u8, .. Little(content.Length), .. content];
    }

    public static byte[] WebPChunk(string name, params byte[] content) =>
        [.. Encoding.Latin1.GetBytes(name), .. Little(content.Length), .. content, .. content.Length % 2 == 1 ? new byte[1] : []];

    public static IReadOnlyList<byte[]> All { get; } =
    [
        Jpeg(JpegSegment(0xE1, Told("Exif\0\0II*\0")), JpegSegment(0xFE, Told(""))),
        Png(PngChunk("tEXt", Told("Comment\0")), PngChunk("eXIf", Told("II*\0"))),
        Gif(GifExtension(0xF9, [0, 0, 0, 0]), GifExtension(0xFE, Told(""))),
        WebP(WebPChunk("VP8X", [0x0C, 0, 0, 0, 0, 0, 0, 0, 0, 0]), WebPChunk("VP8L", 1, 2, 3), WebPChunk("EXIF", Told(""))),
        WebP(
            WebPChunk("VP8X", [0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
            WebPChunk("ANMF", [.. new byte[16], .. WebPChunk("VP8L", 1, 2, 3), .. WebPChunk("note", Told(""))])),
    ];

    private static byte[] Big(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }

    private static byte[] Little(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return bytes;
    }

    // CRC-32 as PNG has it.
    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 1 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
        }

        return ~crc;
    }
}
