using System.Buffers.Binary;

namespace Hotline.Review.Files;

/// <summary>
/// Leaves out the chunks of a WebP that are not needed to show it (https://developers.google.com/speed/webp/docs/riff_container).
/// Its orientation goes with its EXIF: a WebP that was to be turned is shown as it lies.
/// </summary>
public static class WebPMetadata
{
    private const int Header = 12, ExifFlag = 0x08, XmpFlag = 0x04;

    /// <summary>Keeps the image, its animation, transparency and colour profile; EXIF, XMP and unknown chunks go.</summary>
    /// <exception cref="InvalidDataException">The file is malformed or cut.</exception>
    public static void Strip(ReadOnlySpan<byte> picture, Stream stripped)
    {
        var end = 8 + (long)BinaryPrimitives.ReadUInt32LittleEndian(PictureMetadata.Take(picture, 4, 4));
        picture = PictureMetadata.Take(picture, 0, end);
        stripped.Write(PictureMetadata.Take(picture, 0, Header));
        var image = false;
        for (var at = Header; at < picture.Length;)
        {
            var chunk = ChunkAt(picture, at);
            var name = chunk[..4];
            if (name.SequenceEqual("VP8X"u8))
                stripped.Write(WithoutFlags(chunk));
            else if (name.SequenceEqual("ANMF"u8))
                stripped.Write(Frame(chunk));
            else if (IsImage(name) || name.SequenceEqual("ICCP"u8) || name.SequenceEqual("ANIM"u8))
                stripped.Write(chunk);
            image |= IsImage(name) || name.SequenceEqual("ANMF"u8);
            at += chunk.Length;
        }

        if (!image)
            throw new InvalidDataException("The WebP ends before any image.");
        Span<byte> size = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(size, (uint)(stripped.Length - 8));
        stripped.Position = 4;
        stripped.Write(size);
        stripped.Position = stripped.Length;
    }

    private static ReadOnlySpan<byte> ChunkAt(ReadOnlySpan<byte> within, int at)
    {
        var length = BinaryPrimitives.ReadUInt32LittleEndian(PictureMetadata.Take(within, at + 4L, 4));
        return PictureMetadata.Take(within, at, 8 + (long)length + (length & 1));
    }

    private static bool IsImage(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("VP8 "u8) || name.SequenceEqual("VP8L"u8) || name.SequenceEqual("ALPH"u8);

    // A frame of an animation holds chunks of its own, and may hold unknown ones.
    private static byte[] Frame(ReadOnlySpan<byte> chunk)
    {
        var frame = new MemoryStream(chunk.Length);
        frame.Write(PictureMetadata.Take(chunk, 0, 24));
        var end = 8 + (int)BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..8]);
        for (var at = 24; at < end;)
        {
            var part = ChunkAt(chunk, at);
            if (IsImage(part[..4]))
                frame.Write(part);
            at += part.Length;
        }

        var copied = frame.ToArray();
        BinaryPrimitives.WriteUInt32LittleEndian(copied.AsSpan(4, 4), (uint)copied.Length - 8);
        return copied;
    }

    private static byte[] WithoutFlags(ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length < 18)
            throw new InvalidDataException("The WebP's extended header is too short.");
        byte[] header = [.. chunk];
        header[8] &= unchecked((byte)~(ExifFlag | XmpFlag));
        return header;
    }
}
