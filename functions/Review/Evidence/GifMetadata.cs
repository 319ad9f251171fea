namespace Hotline.Review.Evidence;

/// <summary>Leaves out the blocks of a GIF that are not needed to show it (https://www.w3.org/Graphics/GIF/spec-gif89a.txt).</summary>
public static class GifMetadata
{
    private const byte Extension = 0x21, Image = 0x2C, Trailer = 0x3B, GraphicControl = 0xF9, Application = 0xFF;

    /// <summary>Keeps images, their control blocks and the animation's loop; comments, plain text and applications' data go.</summary>
    /// <exception cref="InvalidDataException">The file is malformed or cut.</exception>
    public static void Strip(ReadOnlySpan<byte> picture, Stream stripped)
    {
        var screen = PictureMetadata.Take(picture, 0, 13);
        var at = 13 + ColourTable(screen[10]);
        stripped.Write(PictureMetadata.Take(picture, 0, at));
        for (var image = false; ;)
        {
            var start = at;
            switch (PictureMetadata.Take(picture, at, 1)[0])
            {
                case Trailer when image:
                    stripped.WriteByte(Trailer);
                    return;
                case Extension:
                    var isNeeded = IsNeeded(picture, at);
                    at = AfterBlocks(picture, at + 2);
                    if (isNeeded)
                        stripped.Write(picture[start..at]);
                    break;
                case Image:
                    var descriptor = PictureMetadata.Take(picture, at, 10);
                    // The image's own colours, and the byte that says how wide its codes begin.
                    at = AfterBlocks(picture, at + 10 + ColourTable(descriptor[9]) + 1);
                    stripped.Write(picture[start..at]);
                    image = true;
                    break;
                default:
                    throw new InvalidDataException($"The GIF has no block at {at}, or ends before any image.");
            }
        }
    }

    private static int ColourTable(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);

    private static bool IsNeeded(ReadOnlySpan<byte> picture, int at) => PictureMetadata.Take(picture, at + 1, 1)[0] switch
    {
        GraphicControl => true,
        Application => PictureMetadata.Take(picture, at + 2, 1)[0] == 11 && PictureMetadata.Take(picture, at + 3, 11) is var name
            && (name.SequenceEqual("NETSCAPE2.0"u8) || name.SequenceEqual("ANIMEXTS1.0"u8)),
        _ => false,
    };

    private static int AfterBlocks(ReadOnlySpan<byte> picture, int at)
    {
        while (true)
        {
            int length = PictureMetadata.Take(picture, at, 1)[0];
            if (length == 0)
                return at + 1;
            at += PictureMetadata.Take(picture, at, length + 1).Length;
        }
    }
}
