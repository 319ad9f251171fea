using System.Text;
using FsCheck.Xunit;
using Hotline.Review.Files;
using static Hotline.Tests.Review.Evidence.SmallPictures;

namespace Hotline.Tests.Review.Evidence;

public sealed class PictureMetadataTests
{
    [Fact]
    public void A_jpeg_keeps_what_shows_it_and_nothing_else()
    {
        byte[][] kept = [JpegSegment(0xE2, [.. "ICC_PROFILE\0"u8, 1, 1, 9]), JpegSegment(0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, 1])];
        byte[][] lost =
        [
            JpegSegment(0xE1, Told("http://ns.adobe.com/xap/1.0/\0")), JpegSegment(0xE0, Told("JFXX\0")), JpegSegment(0xE2, Told("MPF\0")),
            JpegSegment(0xED, Told("Photoshop 3.0\0")), JpegSegment(0xFE, Told("")), JpegSegment(0xE9, Told("any")),
            JpegSegment(0xF0, Told("")),
        ];
        Assert.Equal(Jpeg(kept), PictureMetadata.Strip([.. Jpeg([.. kept, .. lost]), .. Told("behind")]));
    }

    [Fact]
    public void A_small_picture_inside_a_jpegs_header_goes()
    {
        var header = "JFIF\0\x1\x2\0\0\x1\0\x1"u8;
        Assert.Equal(
            Jpeg(JpegSegment(0xE0, [.. header, 0, 0])),
            PictureMetadata.Strip(Jpeg(JpegSegment(0xE0, [.. header, 2, 2, .. Told("")]))));
    }

    [Theory]
    [InlineData("II*\0\x8\0\0\0\x1\0\x12\x1\x3\0\x1\0\0\0\x6\0\0\0\0\0\0\0", 6)]
    [InlineData("MM\0*\0\0\0\x8\0\x1\x1\x12\0\x3\0\0\0\x1\0\x3\0\0\0\0\0\0", 3)]
    [InlineData("MM\0*\0\0\0\x8\0\x1\x1\x12\0\x3\0\0\0\x1\0\x1\0\0\0\0\0\0", null)]
    [InlineData("MM\0*\0\0\0\x8\0\x1\x1\x12\0\x3\0\0\0\x1\0\x9\0\0\0\0\0\0", null)]
    [InlineData("MM\0*\xFF\xFF\xFF\xFF", null)]
    public void Only_the_orientation_remains_of_exif(string tiff, int? orientation)
    {
        var exif = JpegSegment(0xE1, [.. "Exif\0\0"u8, .. Encoding.Latin1.GetBytes(tiff), .. Told("")]);
        var expected = orientation is { } turned ? Jpeg(ExifOrientation.JpegSegment(turned)) : Jpeg();
        Assert.Equal(expected, PictureMetadata.Strip(Jpeg(exif, exif)));
    }

    [Fact]
    public void A_png_keeps_what_shows_it_and_nothing_else()
    {
        byte[][] kept = [PngChunk("iCCP", 1, 2), PngChunk("acTL", new byte[8]), PngChunk("tRNS", 1)];
        byte[][] lost = [.. "eXIf tEXt zTXt iTXt tIME prVt sPLT".Split(' ').Select(type => PngChunk(type, Told("")))];
        Assert.Equal(Png(kept), PictureMetadata.Strip([.. Png([.. kept, .. lost]), .. Told("behind")]));
    }

    [Fact]
    public void A_gif_keeps_what_shows_it_and_nothing_else()
    {
        byte[][] kept = [GifExtension(0xFF, [.. "NETSCAPE2.0"u8], [1, 0, 0]), GifExtension(0xF9, [4, 10, 0, 0])];
        byte[][] lost =
            [GifExtension(0xFE, Told("")), GifExtension(0xFF, [.. "XMP DataXMP"u8], Told("")), GifExtension(0x01, new byte[12], Told(""))];
        Assert.Equal(Gif(kept), PictureMetadata.Strip([.. Gif([.. kept, .. lost]), .. Told("behind")]));
    }

    [Fact]
    public void A_webp_keeps_what_shows_it_and_nothing_else()
    {
        byte[] frame = [.. new byte[16], .. WebPChunk("ALPH", 5), .. WebPChunk("VP8 ", 6, 7)];
        byte[][] kept = [WebPChunk("ICCP", 1), WebPChunk("ANIM", new byte[6])];
        var stripped = PictureMetadata.Strip(
        [
            .. WebP([WebPChunk("VP8X", [0x3E, 0, 0, 0, 1, 0, 0, 1, 0, 0]), .. kept,
                WebPChunk("ANMF", [.. frame, .. WebPChunk("note", Told(""))]),
                WebPChunk("EXIF", Told("")), WebPChunk("XMP ", Told("")), WebPChunk("any ", Told(""))]),
            .. Told("behind"),
        ]);
        Assert.Equal(WebP([WebPChunk("VP8X", [0x32, 0, 0, 0, 1, 0, 0, 1, 0, 0]), .. kept, WebPChunk("ANMF", frame)]), stripped);
    }

    [Fact]
    public void A_picture_that_is_cut_anywhere_is_refused_or_copied_as_far_as_its_image_goes() => Assert.All(SmallPictures.All, picture =>
    {
        var isCopied = false;
        for (var length = 0; length < picture.Length; length++)
            if (TryStrip(picture[..length]) is { } stripped)
            {
                isCopied = true;
                Assert.DoesNotContain(Secret, Encoding.Latin1.GetString(stripped), StringComparison.Ordinal);
                Assert.Equal(stripped, PictureMetadata.Strip(stripped));
            }
            else
            {
                Assert.False(isCopied, "It was copied when it was shorter.");
            }

        // A WebP says its length first: browsers show none that is cut.
        Assert.Equal(picture[0] != 'R', isCopied);
    });

    [Fact]
    public void A_picture_without_its_end_mark_is_the_same_picture()
    {
        Assert.Equal(PictureMetadata.Strip(Jpeg()), PictureMetadata.Strip(Jpeg().AsSpan(..^2)));
        Assert.Equal(PictureMetadata.Strip(Jpeg()), PictureMetadata.Strip(Jpeg().AsSpan(..^1)));
        Assert.Equal(PictureMetadata.Strip(Gif()), PictureMetadata.Strip(Gif().AsSpan(..^1)));
        Assert.Equal(PictureMetadata.Strip(Png())[..^12], PictureMetadata.Strip(Png().AsSpan(..^12)));
    }

    [Fact]
    public void What_was_stripped_loses_nothing_more() => Assert.All(SmallPictures.All, picture =>
    {
        var once = PictureMetadata.Strip(picture);
        Assert.DoesNotContain(Secret, Encoding.Latin1.GetString(once), StringComparison.Ordinal);
        Assert.Equal(once, PictureMetadata.Strip(once));
    });

    [Theory]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'/>")]
    [InlineData("%PDF-1.7")]
    [InlineData("")]
    public void Whatever_else_it_is_is_refused(string content) =>
        Assert.Throws<InvalidDataException>(() => PictureMetadata.Strip(Encoding.Latin1.GetBytes(content)));

    [Property(MaxTest = 3000)]
    public bool Damage_is_copied_or_refused_and_never_more(byte which, (ushort At, byte Value)[] changes, ushort cut)
    {
        var picture = (byte[])SmallPictures.All[which % SmallPictures.All.Count].Clone();
        foreach (var (at, value) in changes)
            picture[at % picture.Length] = value;
        return IsCopiedOrRefused(cut % 4 == 0 ? picture[..(cut % picture.Length)] : picture);
    }

    [Property(MaxTest = 500)]
    public bool Noise_behind_a_head_is_copied_or_refused(byte which, byte[] noise) =>
        IsCopiedOrRefused([.. SmallPictures.All[which % SmallPictures.All.Count][..(which % 30)], .. noise]);

    private static byte[]? TryStrip(byte[] picture)
    {
        try
        {
            return PictureMetadata.Strip(picture);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static bool IsCopiedOrRefused(byte[] picture)
    {
        try
        {
            // An EXIF segment of 8 entries or more shrinks; the smallest one that is written is 36 bytes.
            return PictureMetadata.Strip(picture).Length <= picture.Length + 36;
        }
        catch (InvalidDataException refused)
        {
            return refused.Message.Length > 0;
        }
    }
}
