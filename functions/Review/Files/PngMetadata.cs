using System.Buffers.Binary;
using System.Text;

namespace Hotline.Review.Files;

/// <summary>Leaves out the chunks of a PNG that are not needed to show it (https://www.w3.org/TR/png-3/).</summary>
public static class PngMetadata
{
    private const int Signature = 8, AroundData = 12;

    // Also the animation's. A list of what stays, so that a private chunk does not.
    private static readonly HashSet<string> Needed = new(StringComparer.Ordinal)
    {
        "IHDR", "PLTE", "IDAT", "IEND",
        "tRNS", "cHRM", "gAMA", "iCCP", "sRGB", "sBIT", "cICP", "mDCV", "cLLI", "bKGD", "pHYs", "acTL", "fcTL", "fdAT",
    };

    /// <summary>Keeps the image, its palette, transparency and colours; text, time, EXIF and private chunks go.</summary>
    /// <exception cref="InvalidDataException">The file is malformed, cut before its image, or has a critical chunk that is not known.</exception>
    public static void Strip(ReadOnlySpan<byte> picture, Stream stripped)
    {
        stripped.Write(PictureMetadata.Take(picture, 0, Signature));
        var (at, image) = (Signature, false);
        while (true)
        {
            if (IsCut(picture, at))
            {
                // Its image as far as it goes: a browser shows that much.
                if (IsImage(picture[at..]))
                    stripped.Write(picture[at..]);
                else if (!image)
                    throw new InvalidDataException("The PNG is cut before its image.");
                return;
            }

            var length = BinaryPrimitives.ReadUInt32BigEndian(PictureMetadata.Take(picture, at, 4));
            var chunk = PictureMetadata.Take(picture, at, length + (long)AroundData);
            var type = chunk[4..8];
            var name = Encoding.Latin1.GetString(type);
            if (at == Signature && name != "IHDR")
                throw new InvalidDataException("The PNG does not begin with its header.");
            if (!Needed.Contains(name) && (type[0] & 0x20) == 0)
                throw new InvalidDataException($"The PNG has a critical chunk at {at} that is not known.");
            if (Needed.Contains(name))
                stripped.Write(chunk);
            image |= name == "IDAT";
            if (name == "IEND")
                break;
            at += chunk.Length;
        }

        if (!image)
            throw new InvalidDataException("The PNG ends before any image.");
    }

    private static bool IsCut(ReadOnlySpan<byte> picture, int at) =>
        at + 8 > picture.Length || at + (long)AroundData + BinaryPrimitives.ReadUInt32BigEndian(picture[at..]) > picture.Length;

    private static bool IsImage(ReadOnlySpan<byte> chunk) => chunk.Length > 8 && chunk[4..8].SequenceEqual("IDAT"u8);
}
