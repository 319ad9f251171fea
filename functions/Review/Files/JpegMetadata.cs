using System.Buffers.Binary;

namespace Hotline.Review.Files;

/// <summary>Leaves out the segments of a JPEG that are not needed to show it (ITU-T T.81, annex B).</summary>
public static class JpegMetadata
{
    private const byte StartOfImage = 0xD8, EndOfImage = 0xD9, StartOfScan = 0xDA, Comment = 0xFE;
    private const byte App0 = 0xE0, App1 = 0xE1, App2 = 0xE2, App14 = 0xEE, App15 = 0xEF;

    /// <summary>
    /// Keeps JFIF (without its thumbnail), the colour profile, Adobe's colour transform, and of EXIF the orientation alone.
    /// </summary>
    /// <exception cref="InvalidDataException">The file is malformed, or cut before its image.</exception>
    public static void Strip(ReadOnlySpan<byte> picture, Stream stripped)
    {
        stripped.Write(PictureMetadata.Take(picture, 0, 2));
        var (at, scanned, turned) = (2, false, false);
        while (true)
        {
            if (scanned && IsCut(picture, at))
            {
                stripped.Write([0xFF, EndOfImage]);
                return;
            }

            var marker = MarkerAt(picture, ref at);
            if (marker == EndOfImage)
            {
                if (!scanned)
                    throw new InvalidDataException("The JPEG ends before any image.");
                stripped.Write([0xFF, EndOfImage]);
                return;
            }

            var segment = PictureMetadata.Take(picture, at, SegmentLength(picture, at, marker));
            at += segment.Length;
            if (marker == App1 && !turned && ExifOrientation.Of(segment[2..]) is { } orientation)
            {
                // The first EXIF segment alone is what a viewer reads.
                turned = true;
                if (orientation != 1)
                    stripped.Write(ExifOrientation.JpegSegment(orientation));
            }

            if (!IsNeeded(marker, segment[2..]))
                continue;
            stripped.Write([0xFF, marker]);
            stripped.Write(marker == App0 ? WithoutThumbnail(segment) : segment);
            if (marker == StartOfScan)
            {
                var image = PictureMetadata.Take(picture, at, ScanLength(picture[at..]));
                stripped.Write(image);
                at += image.Length;
                scanned = true;
            }
        }
    }

    // Behind the first scan: whether the file ends before its next segment does.
    private static bool IsCut(ReadOnlySpan<byte> picture, int at)
    {
        var marker = at + picture[at..].IndexOfAnyExcept((byte)0xFF);
        return marker < at
            || (picture[marker] != EndOfImage
                && (marker + 3 > picture.Length
                    || marker + 1 + BinaryPrimitives.ReadUInt16BigEndian(picture[(marker + 1)..]) >= picture.Length));
    }

    // Any number of fill bytes may stand before a marker; they are not copied, for they could carry a message.
    private static byte MarkerAt(ReadOnlySpan<byte> picture, ref int at)
    {
        if (PictureMetadata.Take(picture, at, 1)[0] != 0xFF)
            throw new InvalidDataException($"The JPEG has no marker at {at}.");
        while (PictureMetadata.Take(picture, at, 1)[0] == 0xFF)
            at++;
        var marker = picture[at++];
        return marker is >= 0xC0 and not StartOfImage and not (>= 0xD0 and <= 0xD7)
            ? marker
            : throw new InvalidDataException($"The JPEG has the marker {marker:X2} at {at - 1}, where none like it may stand.");
    }

    private static int SegmentLength(ReadOnlySpan<byte> picture, int at, byte marker)
    {
        int length = BinaryPrimitives.ReadUInt16BigEndian(PictureMetadata.Take(picture, at, 2));
        return length >= 2
            ? length
            : throw new InvalidDataException($"The JPEG's segment {marker:X2} at {at} is shorter than its own length.");
    }

    private static bool IsNeeded(byte marker, ReadOnlySpan<byte> content) => marker switch
    {
        App0 => content.StartsWith("JFIF\0"u8),
        App2 => content.StartsWith("ICC_PROFILE\0"u8),
        App14 => content.StartsWith("Adobe"u8),
        Comment or (>= App0 and <= App15) => false,
        _ => marker is (>= 0xC0 and <= 0xCF) or (>= StartOfScan and <= 0xDF),
    };

    // JFIF's own small picture may show what the large one no longer does.
    private static ReadOnlySpan<byte> WithoutThumbnail(ReadOnlySpan<byte> segment) =>
        segment.Length >= 16
            ? (byte[])[0, 16, .. segment[2..14], 0, 0]
            : throw new InvalidDataException("The JPEG's JFIF segment is too short.");

    // Entropy-coded data ends at the first marker that is neither a stuffed zero nor a restart, or where the file is cut.
    private static int ScanLength(ReadOnlySpan<byte> data)
    {
        for (var at = 0; ;)
        {
            var found = data[at..].IndexOf((byte)0xFF);
            if (data.Length == 0)
                throw new InvalidDataException("The JPEG is cut before its image.");
            if (found < 0)
                return data.Length;
            at += found;
            if (at + 1 >= data.Length)
                return at;
            if (data[at + 1] is not 0 and not (>= 0xD0 and <= 0xD7) and not 0xFF)
                return at;
            at += data[at + 1] == 0xFF ? 1 : 2;
        }
    }
}
