namespace Hotline.Review.Files;

/// <summary>Leaves out the blocks of a GIF that are not needed to show it (https://www.w3.org/Graphics/GIF/spec-gif89a.txt).</summary>
public static class GifMetadata
{
    private const byte Extension = 0x21, Image = 0x2C, Trailer = 0x3B, GraphicControl = 0xF9, Application = 0xFF;

    /// <summary>Keeps images, their control blocks and the animation's loop; comments, plain text and applications' data go.</summary>
    /// <exception cref="InvalidDataException">The file is malformed, or cut before its image.</exception>
    public static void Strip(ReadOnlySpan<byte> picture, Stream stripped)
    {
        var screen = PictureMetadata.Take(picture, 0, 13);
        var at = 13 + ColourTable(screen[10]);
        stripped.Write(PictureMetadata.Take(picture, 0, at));
        for (var image = false; ;)
        {
            var start = at;
            switch (at >= picture.Length && image ? Trailer : PictureMetadata.Take(picture, at, 1)[0])
            {
                case Trailer when image:
                    stripped.WriteByte(Trailer);
                    return;
                case Extension:
                    var isNeeded = IsNeeded(picture, at, image);
                    at = AfterBlocks(picture, at + 2, out var isWhole);
                    if (!isWhole && !image)
                        throw new InvalidDataException("The GIF is cut before its image.");
                    if (isNeeded && isWhole)
                        stripped.Write(picture[start..at]);
                    at = isWhole ? at : picture.Length;
                    break;
                case Image:
                    at = CopyImage(picture, at, image, stripped);
                    image = true;
                    break;
                default:
                    throw new InvalidDataException($"The GIF has no block at {at}, or ends before any image.");
            }
        }
    }

    // The first image is copied as far as it goes, a later one whole or not at all.
    private static int CopyImage(ReadOnlySpan<byte> picture, int at, bool isLater, Stream stripped)
    {
        // The image's own colours, and the byte that says how wide its codes begin.
        var data = at + 10L <= picture.Length ? at + 10L + ColourTable(picture[at + 9]) + 1 : picture.Length;
        if (isLater && data >= picture.Length)
            return picture.Length;
        PictureMetadata.Take(picture, at, data + 1 - at);
        var end = AfterBlocks(picture, (int)data, out var isWhole);
        if (!isWhole && !isLater && end == data)
            throw new InvalidDataException("The GIF is cut before its image.");
        if (isWhole || !isLater)
            stripped.Write(picture[at..end]);
        if (!isWhole && !isLater)
            stripped.WriteByte(0);
        return isWhole ? end : picture.Length;
    }

    private static int ColourTable(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);

    private static bool IsNeeded(ReadOnlySpan<byte> picture, int at, bool mayBeCut) => mayBeCut && at + 14 > picture.Length
        ? false : PictureMetadata.Take(picture, at + 1, 1)[0] switch
    {
        GraphicControl => true,
        Application => PictureMetadata.Take(picture, at + 2, 1)[0] == 11 && PictureMetadata.Take(picture, at + 3, 11) is var name
            && (name.SequenceEqual("NETSCAPE2.0"u8) || name.SequenceEqual("ANIMEXTS1.0"u8)),
        _ => false,
    };

    // Behind the last block that is whole, and whether that one ends them.
    private static int AfterBlocks(ReadOnlySpan<byte> picture, int at, out bool isWhole)
    {
        for (isWhole = false; at < picture.Length && at + picture[at] + 1 <= picture.Length;)
        {
            int length = picture[at];
            at += length + 1;
            if (length == 0)
            {
                isWhole = true;
                break;
            }
        }

        return at;
    }
}
