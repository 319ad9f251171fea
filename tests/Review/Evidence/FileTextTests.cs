using System.Text;
using Hotline.Contracts;
using Hotline.Review.Files;

namespace Hotline.Tests.Review.Evidence;

/// <summary>What a file says that is text, and under which name it is saved.</summary>
public sealed class FileTextTests
{
    private const string Said = "Mañana los mato a todos.";

    public static TheoryData<string, string> Stored => new()
    {
        { "utf-8", "text/plain" }, { "utf-8", "text/plain; charset=iso-8859-1" }, { "utf-8", "TEXT/PLAIN;charset=us-ascii" },
        { "iso-8859-1", "text/plain" }, { "windows-1252", "text/plain; charset=\"ISO-8859-1\"" }, { "utf-16", "text/plain" },
        { "utf-16BE", "text/plain" }, { "utf-32", "text/plain;charset=utf-32" }, { "utf-8", "text/x-unknown; charset=x-nobody" },
        { "utf-8", "text/plain; charset=utf-7" }, { "utf-8", "text/plain; charset=unicode-1-1-utf-7" },
    };

    [Theory]
    [MemberData(nameof(Stored))]
    public void A_text_is_read_however_its_phone_stored_it(string encoding, string type)
    {
        var bytes = CodePagesEncodingProvider.Instance.GetEncoding(encoding) ?? Encoding.GetEncoding(encoding);
        Assert.True(FileText.MayBe(type));
        Assert.Equal(Said, FileText.Of(bytes.GetBytes(Said), type, isCut: false).Words);
        Assert.Equal(Said, FileText.Of([.. bytes.GetPreamble(), .. bytes.GetBytes(Said)], type, isCut: false).Words);
    }

    [Fact]
    public void A_text_that_is_cut_within_a_character_is_read_up_to_it() =>
        Assert.Equal("Ma", FileText.Of("Mañana"u8[..3], "text/plain", isCut: true).Words);

    [Fact]
    public void A_layout_is_none_of_its_words_and_nothing_hides_behind_its_name()
    {
        var layout = FileText.Of(
            "<?xml version=\"1.0\"?>\n<smil><head/><body><text src=\"a.txt\"/></body></smil>"u8, "application/smil", false);
        Assert.True(layout.IsLayout);
        Assert.Null(layout.Words);
        var words = FileText.Of("<smil>He has a gun.</smil>"u8, "application/smil", false);
        Assert.False(words.IsLayout);
        Assert.Equal("<smil>He has a gun.</smil>", words.Words);
        var picture = FileText.Of(SampleFiles.Png, "application/smil", false);
        Assert.False(picture.IsLayout);
        Assert.Null(picture.Words);
        Assert.False(FileText.MayBe("image/svg+xml"));
    }

    [Theory]
    [InlineData("BEGIN:VCARD\nNOTE:", "\n x")]
    [InlineData("BEGIN:VCARD\nNOTE;ENCODING=QUOTED-PRINTABLE:", "=\nx")]
    [InlineData("<smil>", "<")]
    public void A_megabyte_that_is_folded_or_nested_is_read_in_one_pass(string begins, string goesOn)
    {
        var text = string.Concat(Enumerable.Repeat(goesOn, FileText.MaxBytes / goesOn.Length)).Insert(0, begins);
        var (small, large) = (Took(text[..(text.Length / 16)]), Took(text));
        Assert.True(large < 160 * Math.Max(small, 1), $"{small} ms and {large} ms of the processor");

        static double Took(string text)
        {
            var begun = Environment.CpuUsage.TotalTime;
            FileText.Of(Encoding.UTF8.GetBytes(text), "text/plain", isCut: false);
            return (Environment.CpuUsage.TotalTime - begun).TotalMilliseconds;
        }
    }

    [Fact]
    public void A_contact_card_is_what_it_says()
    {
        const string Card =
            "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Mu=C3=B1oz;Rosa;;;\r\nFN:Rosa Mu\r\n  noz\r\n"
            + "item1.TEL;TYPE=CELL:+15005550101\r\nTEL;WORK;VOICE:+15005550102\r\nADR;HOME:;;12 Elm St\\, back;Springfield;;;\r\n"
            + "NOTE;ENCODING=QUOTED-PRINTABLE:He has a gun=\r\n and a list\r\n"
            + "PHOTO;ENCODING=BASE64;JPEG:AAA=\r\nX-Odd:kept\r\nno colon\r\nEND:VCARD\r\n";
        Assert.Equal(
            "Name in parts: Muñoz, Rosa\nName: Rosa Mu noz\nPhone (cell): +15005550101\nPhone (work): +15005550102\n"
            + "Address (home): 12 Elm St, back, Springfield\nNote: He has a gun and a list\nPicture: not shown; it is in the original\n"
            + "X-ODD: kept\nno colon",
            FileText.Of(Encoding.UTF8.GetBytes(Card), "text/x-vCard", false).Words);
    }

    [Theory]
    [InlineData("IMG_0001.HEIC", "image/heic", "IMG_0001.HEIC")]
    [InlineData(null, "image/heic", "part.heic")]
    [InlineData(null, "audio/mp4", "part.m4a")]
    [InlineData(null, "audio/amr", "part.amr")]
    [InlineData(null, "audio/ogg", "part.ogg")]
    [InlineData(null, "video/quicktime", "part.mov")]
    [InlineData(null, "text/plain; charset=utf-8", "part.txt")]
    [InlineData(null, "text/x-vcard", "part.vcf")]
    [InlineData(null, "application/msword", "part.doc")]
    [InlineData(null, "application/octet-stream", "part.bin")]
    [InlineData("foto ñ.txt", "image/png", "foto ñ.txt.png")]
    [InlineData("voice.m4a", "video/mp4", "voice.m4a")]
    [InlineData("voice", "audio/x-caf", "voice.caf")]
    [InlineData("chat.log", "text/plain", "chat.log")]
    [InlineData("letter.docx", "application/octet-stream", "letter.docx")]
    [InlineData("../../a\u202Efdp:exe.pdf", "application/pdf", "_.._afdp_exe.pdf")]
    [InlineData("tool", "application/x-elf", "tool.bin")]
    [InlineData("...", "image/png", "part.png")]
    public void An_original_is_saved_under_its_own_name_with_an_extension_that_opens_it(string? name, string type, string saved) =>
        Assert.Equal(saved, OriginalName.Of(new EvidenceContent("s", "b", null, 1, "", type, null, null, name), "part"));

    [Theory]
    [InlineData("application/octet-stream", "run.BAT", true)]
    [InlineData("text/plain", "a.ps1", true)]
    [InlineData("application/vnd.microsoft.portable-executable", "holiday.jpg", true)]
    [InlineData("application/octet-stream", "a.html\u200B", true)]
    [InlineData("application/octet-stream", "list.xlsm ", true)]
    [InlineData("image/jpeg", "a.jpg", false)]
    [InlineData("application/octet-stream", null, false)]
    public void What_can_run_is_known_by_its_bytes_its_type_or_its_name(string type, string? name, bool canRun) =>
        Assert.Equal(canRun, OriginalName.CanRun(type, name));
}
