using System.Text;
using FsCheck.Xunit;
using Hotline.Contracts;
using Hotline.Review.Files;

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
        { "fLaC\0\0\0\x22", "audio/flac" },
        { "FORM\0\0\x10\0AIFFCOMM\0\0\0\x12", "audio/aiff" },
        { "\0\0\0\x1C" + "ftypavif\0\0\0\0avifmif1miaf", "image/avif" },
        { "\0\0\0\x14" + "ftypqt  \0\0\x2\0qt  ", "video/quicktime" },
    };

    // What phones, voicemail, cameras and meeting software make besides; names of it differ from reader to reader.
    public static TheoryData<string, string> Media { get; } = new()
    {
        { "\0\0\0\x14" + "ftypM4A \0\0\x2\0M4A mp42isom", "audio/mp4" },
        { "\0\0\0\x14" + "ftypXAVC\x1\0\x1\0", "video/mp4" },
        { "\0\0\0\x14" + "ftypmmp4\0\0\0\0", "video/mp4" },
        { "\0\0\0\x14" + "ftypf4v \0\0\0\0", "video/mp4" },
        { "\0\0\0\x8wide\0\0\x10\0mdat", "video/quicktime" },
        { "\0\0\x10\0moov\0\0\0\x6Cmvhd", "video/quicktime" },
        { "\xFF\xF1\x50\x80\x2\x1F\xFC", "audio/aac" },
        { "\xFF\xFD\x84\x4\0\0", "audio/mpeg" },
        { "caff\0\x1\0\0desc", "audio/x-caf" },
        { "FORM\0\0\x10\0AIFCFVER", "audio/aiff" },
        { "RIFF\x24\0\0\0AVI LIST", "video/x-msvideo" },
        { "\x1A\x45\xDF\xA3\xA3\x42\x86\x81\x1\x42\x82\x88matroska", "video/x-matroska" },
        { "\0\0\x1\xBA\x44\0", "video/mpeg" },
        { "\0\0\x1\xB3\x14\0", "video/mpeg" },
        { "\x30\x26\xB2\x75\x8E\x66\xCF\x11\xA6\xD9", "video/x-ms-asf" },
        { "II*\0\x8\0\0\0", "image/tiff" },
        { "MM\0*\0\0\0\x8", "image/tiff" },
        { "BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0", "image/bmp" },
        { "\r\n\r\nHTTP header or junk\n%PDF-1.4\n", "application/pdf" },
        { "MZ\x90\0\x3\0", "application/vnd.microsoft.portable-executable" },
        { "\x7F" + "ELF\x2\x1\x1\0", "application/x-elf" },
        { "I will bring a gun.\r\n", "text/plain" },
        { "#!/bin/sh\necho", "text/plain" },
        { "Ma\u00F1ana los mato a todos", "text/plain" },
        { "\xFF\xFEh\0o\0l\0a\0", "text/plain" },
        { "BEGIN:VCARD\r\nFN:Mo\r\n", "text/vcard" },
    };

    public static IEnumerable<byte[]> Heads() => Known.Select(row => Encoding.Latin1.GetBytes(row.Data.Item1));

    [Theory]
    [MemberData(nameof(Known), DisableDiscoveryEnumeration = true)]
    public void Content_says_what_it_is(string head, string type) =>
        Assert.Equal(type, ContentSniffer.TypeOf(Encoding.Latin1.GetBytes(head)));

    [Theory]
    [MemberData(nameof(Media), DisableDiscoveryEnumeration = true)]
    public void What_people_film_record_and_write_has_a_name(string head, string type) =>
        Assert.Equal(type, ContentSniffer.TypeOf(Encoding.Latin1.GetBytes(head)));

    [Theory]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>")]
    [InlineData("<?xml version='1.0'?><svg/>")]
    [InlineData("<!doctype html><p>hello")]
    [InlineData("  \n<html>")]
    [InlineData("PK\x3\x4")]
    [InlineData("")]
    [InlineData("\xC3\x28\xA0\xA1\xE2\x28")]
    [InlineData("\0\0\0\xCjP  \r\n")]
    public void What_is_not_known_is_never_shown(string head)
    {
        var kind = ContentSniffer.KindOf(Encoding.Latin1.GetBytes(head));
        Assert.Equal((ContentSniffer.Unknown, Showing.File), (kind.Type, kind.Showing));
        Assert.False(PictureMetadata.CanStrip(kind));
    }

    [Property(MaxTest = 1000)]
    public bool Any_bytes_have_a_type(byte[] head) => ContentSniffer.TypeOf(head).Contains('/', StringComparison.Ordinal);
}
