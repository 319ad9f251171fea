using System.Text;
using FsCheck.Xunit;
using Hotline.Review.Evidence;
using Hotline.Tips;

namespace Hotline.Tests.Tips;

public sealed class ContentSnifferTests
{
    public static TheoryData<string, string> Known { get; } = new()
    {
        { "RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x1\0\x1\0", "audio/wav" },
        { "ID3\x4\0\0\0\0\0\0\xFF\xFB\x90\x64\0\0\0\0", "audio/mpeg" },
        { "\xFF\xFB\x90\x64\0\0\0\0\0\0\0\0", "audio/mpeg" },
        { "\0\0\0\x18" + "ftypisom\0\0\x2\0isomiso2", "video/mp4" },
        { "\0\0\0\x18" + "ftypmp42\0\0\0\0isommp42", "video/mp4" },
        { "\0\0\0\x18" + "ftyp3gp4\0\0\x2\0isom3gp4", "video/3gpp" },
        { "\0\0\0\x18" + "ftypheic\0\0\0\0mif1heic", "image/heic" },
        { "\x1A\x45\xDF\xA3\x8B\x42\x82\x84webm\x42\x87\x81\x4", "video/webm" },
        { "OggS\0\x2\0\0\0\0\0\0\0\0\x1\0\0\0\0\0\0\0\0\0\0\0\x1\x1E\x1vorbis\0\0\0\0\x1\x44\xAC\0\0", "audio/ogg" },
        { "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n", "application/pdf" },
        { "#!AMR\n\x3C\0\0\0", "audio/amr" },
    };

    public static IEnumerable<byte[]> Heads() => Known.Select(row => Encoding.Latin1.GetBytes(row.Data.Item1));

    [Theory]
    [MemberData(nameof(Known), DisableDiscoveryEnumeration = true)]
    public void Content_says_what_it_is(string head, string type) =>
        Assert.Equal(type, ContentSniffer.TypeOf(Encoding.Latin1.GetBytes(head)));

    [Theory]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>")]
    [InlineData("<?xml version='1.0'?><svg/>")]
    [InlineData("<!doctype html><p>hello")]
    [InlineData("  \n<html>")]
    [InlineData("MZ\x90\0")]
    [InlineData("PK\x3\x4")]
    [InlineData("")]
    [InlineData("GIF8")]
    [InlineData("\0\0\0\x18" + "ftypavif")]
    public void What_is_not_known_is_never_shown(string head)
    {
        var type = ContentSniffer.TypeOf(Encoding.Latin1.GetBytes(head));
        Assert.Equal(ContentSniffer.Unknown, type);
        Assert.False(PictureMetadata.CanStrip(type));
    }

    [Property(MaxTest = 1000)]
    public bool Any_bytes_have_a_type(byte[] head) => ContentSniffer.TypeOf(head).Contains('/', StringComparison.Ordinal);
}
