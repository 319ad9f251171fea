using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace Hotline.Local.Demo;

/// <summary>Makes the demo's pictures: plain coloured stripes, as PNG (https://www.w3.org/TR/png-3/), each a little different.</summary>
internal static class Picture
{
    private const int Width = 320;
    private const int Height = 200;

    /// <summary>The picture of a number.</summary>
    public static byte[] Of(int number)
    {
        using var pixels = new MemoryStream();
        using (var packed = new ZLibStream(pixels, CompressionLevel.Optimal, leaveOpen: true))
            for (var y = 0; y < Height; y++)
            {
                packed.WriteByte(0);
                for (var x = 0; x < Width; x++)
                    packed.Write([Shade(x + y, number, 3), Shade(x - y, number, 5), Shade(y, number, 7)]);
            }

        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), Height);
        (header[8], header[9]) = (8, 2);
        return [0x89, .. "PNG\r\n"u8, 0x1A, 0x0A, .. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, pixels.ToArray()), .. Chunk("IEND"u8, [])];
    }

    private static byte Shade(int place, int number, int step) => (byte)(70 + ((((place / 40) + (number * step)) & 7) * 20));

    private static byte[] Chunk(ReadOnlySpan<byte> type, byte[] data)
    {
        var chunk = new byte[data.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        type.CopyTo(chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(data.Length + 8), Crc32.HashToUInt32(chunk.AsSpan(4, data.Length + 4)));
        return chunk;
    }
}
