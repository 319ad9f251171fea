using Hotline.Contracts;
using Hotline.Review.Files;

namespace Hotline.Tests.Contracts;

/// <summary>A media type is one entry: its extension, how it is shown, whether it can run.</summary>
public sealed class FileKindTests
{
    [Fact]
    public void Pictures_that_are_shown_are_those_whose_metadata_can_be_taken_out() => Assert.Equal(
        FileKind.All.Where(kind => kind.Showing == Showing.Picture).Select(kind => kind.Type).Order(),
        FileKind.All.Where(PictureMetadata.CanStrip).Select(kind => kind.Type).Order());

    [Fact]
    public void Every_sound_picture_film_and_text_has_an_extension_that_opens_it()
    {
        var shown = FileKind.All.Where(kind => kind is { CanRun: false } && kind.Type != ContentSniffer.Unknown).ToList();
        Assert.All(shown, kind => Assert.NotEmpty(kind.Extensions));
        Assert.All(shown.SelectMany(kind => kind.Extensions.Select(extension => (kind, extension))), pair =>
            Assert.True(FileType.Opens(pair.extension, pair.kind), $"{pair.extension} does not open {pair.kind.Type}."));
    }

    [Theory]
    [InlineData("image/jpg", "image/jpeg", ".jpg", Showing.Picture)]
    [InlineData(" Image/X-PNG; charset=utf-8", "image/png", ".png", Showing.Picture)]
    [InlineData("image/heif", "image/heif", ".heic", Showing.HiddenPicture)]
    [InlineData("image/x-none", "image/x-none", null, Showing.HiddenPicture)]
    [InlineData("audio/wave", "audio/wave", ".wav", Showing.RareSound)]
    [InlineData("audio/x-none", "audio/x-none", null, Showing.RareSound)]
    [InlineData("video/3gpp", "video/3gpp", ".3gp", Showing.Video)]
    [InlineData("video/x-none", "video/x-none", null, Showing.RareVideo)]
    [InlineData("text/csv", "text/csv", ".csv", Showing.Text)]
    [InlineData("application/smil", "application/smil", ".smil", Showing.Text)]
    [InlineData("application/pdf", "application/pdf", ".pdf", Showing.Pdf)]
    [InlineData("application/zip", "application/zip", ".zip", Showing.File)]
    [InlineData("application/octet-stream", "application/octet-stream", null, Showing.File)]
    [InlineData("", "", null, Showing.File)]
    public void A_type_is_known_by_its_entry_else_by_its_family(string named, string type, string? extension, Showing showing)
    {
        var kind = FileKind.Of(named);
        Assert.Equal((type, extension, showing, false), (kind.Type, FileType.ExtensionOf(kind), kind.Showing, kind.CanRun));
    }

    [Theory]
    [InlineData("text/html", Showing.Text)]
    [InlineData("image/svg+xml", Showing.HiddenPicture)]
    [InlineData("application/x-elf", Showing.File)]
    public void What_can_run_is_told_so(string type, Showing showing) =>
        Assert.Equal((true, showing), (FileKind.Of(type).CanRun, FileKind.Of(type).Showing));
}
