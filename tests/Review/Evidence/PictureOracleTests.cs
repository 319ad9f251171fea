using System.Text;
using System.Text.Json.Nodes;
using Hotline.Contracts;
using Hotline.Review.Files;
using Hotline.Tests.Tips;

namespace Hotline.Tests.Review.Evidence;

/// <summary>Real pictures, made and looked at by libvips (sharp), ExifReader and file-type, none of which was written here.</summary>
public sealed class PictureOracleTests
{
    private static readonly string[] Harmless =
        ["Image Width", "Image Height", "FileType", "Bits Per Sample", "Color Components", "Subsampling"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Others_find_no_metadata_and_see_the_same_picture()
    {
        var made = (await Oracle.AskAsync("pictures.mjs", new { make = true }, Stop)).AsArray()
            .Select(picture => (Name: (string)picture!["name"]!, Bytes: Convert.FromBase64String((string)picture["bytes"]!))).ToList();
        var pictures = made.Where(picture => !picture.Name.StartsWith("other.", StringComparison.Ordinal)).ToList();
        var stripped = pictures.ConvertAll(picture => PictureMetadata.Strip([.. picture.Bytes, .. SmallPictures.Told("behind")]));
        var before = await LookAsync(pictures.Select(picture => picture.Bytes));
        var after = await LookAsync(stripped);

        Assert.True(before.Count(look => (bool)look["exif"]! && (bool)look["xmp"]!) >= 8);
        for (var i = 0; i < pictures.Count; i++)
        {
            var (was, now) = (before[i], after[i]);
            Assert.DoesNotContain(SmallPictures.Secret, Encoding.Latin1.GetString(stripped[i]), StringComparison.Ordinal);
            Assert.Equal((string)was["pixels"]!, (string)now["pixels"]!);
            Assert.Equal((string)was["motion"]!, (string)now["motion"]!);
            Assert.Equal((bool)was["icc"]!, (bool)now["icc"]!);
            Assert.False((bool)now["xmp"]! || (bool)now["iptc"]! || now["comments"]!.AsArray().Count > 0, pictures[i].Name);
            var isTurned = pictures[i].Name is "baseline.jpg" or "progressive.jpg";
            Assert.Equal(isTurned ? 6 : null, (int?)now["orientation"]);
            Assert.Equal(isTurned, (bool)now["exif"]!);
            var tags = now["tags"]!.AsArray().Select(tag => (string)tag!).ToHashSet();
            Assert.DoesNotContain(tags, tag =>
                tag is "Artist" or "Copyright" or "Make" or "source" or "Thumbnail" || tag.StartsWith("GPS", StringComparison.Ordinal));
            TestContext.Current.TestOutputHelper!.WriteLine($"{pictures[i].Name}: {string.Join(", ", tags.Except(Harmless))}");
        }
    }

    [Fact]
    public async Task Others_give_the_same_name_to_what_is_known()
    {
        var made = (await Oracle.AskAsync("pictures.mjs", new { make = true }, Stop)).AsArray()
            .Select(picture => Convert.FromBase64String((string)picture!["bytes"]!)).Concat(ContentSnifferTests.Heads()).ToList();
        var looks = await LookAsync(made);
        var differences = made.Zip(looks, (bytes, look) => (Ours: ContentSniffer.TypeOf(bytes), Theirs: (string?)look["type"]))
            .Where(pair => pair.Ours != ContentSniffer.Unknown && pair.Ours != pair.Theirs).ToList();
        Assert.Empty(differences);
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task A_browser_shows_what_a_cut_picture_has()
    {
        var made = (await Oracle.AskAsync("pictures.mjs", new { make = true }, Stop)).AsArray()
            .Where(picture => (string)picture!["name"]! is "baseline.jpg" or "progressive.jpg" or "deep.png" or "palette.png" or "still.gif"
                or "moving.gif")
            .Select(picture => Convert.FromBase64String((string)picture!["bytes"]!)).ToList();
        var cut = made.SelectMany(picture => new[] { 1, 2, 13, picture.Length / 10 }.Select(off => PictureMetadata.Strip(picture.AsSpan(..^off))));
        var shown = await Oracle.AskAsync(
            "pictures-shown.mjs", new { chromium = Chromium.Find(), pictures = cut.Select(Convert.ToBase64String) }, Stop);
        Assert.Equal(24, shown.AsArray().Count);
        Assert.All(shown.AsArray(), size => Assert.Equal((48, 32), ((int)size![0]! * (int)size[1]! == 48 * 32 ? (48, 32) : (0, 0))));
    }

    private static async Task<List<JsonNode>> LookAsync(IEnumerable<byte[]> pictures) =>
    [
        .. (await Oracle.AskAsync("pictures.mjs", new { look = pictures.Select(Convert.ToBase64String) }, Stop))
            .AsArray().Select(look => look!),
    ];
}
