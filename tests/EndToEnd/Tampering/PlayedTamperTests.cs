using System.Net;
using System.Text;
using Hotline.Platform.Sealing;

namespace Hotline.Tests.EndToEnd.Tampering;

/// <summary>Evidence that somebody changed after it was accepted, as the console serves it: refused with its reason, or cut off.</summary>
[Trait("Speed", "slow")]
public sealed class PlayedTamperTests(SharedParts parts)
{
    private const int Region = SealedStream.DataBytes + SealedStream.NonceBytes + 16;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Evidence_that_was_changed_is_not_played_shown_or_downloaded()
    {
        await using var line = await Line.BorrowBothAsync(parts);
        var report = await new WebReport(line, "w1").SaysAsync("They called me.");
        byte[] mp3 = [.. "ID3"u8, 4, 0, 0, 0, 0, 0, 0, .. Enumerable.Range(0, 3 * SealedStream.DataBytes).Select(n => (byte)n)];
        var sound = await report.AttachesAsync("voicemail.mp3", mp3);
        using var rosa = await ReviewerBrowser.OfAsync(line, "rosa-vidal");
        var path = $"/review/tips/{report.Tip}/parts/{sound}";
        await Eventually.TrueAsync(async () => (await rosa.FetchAsync($"{path}/sound")).Bytes.AsSpan().SequenceEqual(mp3), Stop);
        var name = await line.Evidence.GetBlobsAsync(cancellationToken: Stop).Select(blob => blob.Name)
            .FirstAsync(name => name.Contains(report.Tip.Value), Stop);
        var blob = line.Evidence.GetBlobClient(name);
        var metadata = (await blob.GetPropertiesAsync(cancellationToken: Stop)).Value.Metadata;
        var whole = (await blob.DownloadContentAsync(Stop)).Value.Content.ToArray();

        await InProcessReview.OverwriteAsync(blob, Flipped(whole, 100), metadata);
        Assert.Equal((HttpStatusCode.Gone, "The evidence is not what was sealed: it was changed.\n"), await SaidAsync("sound"));
        Assert.Equal((HttpStatusCode.Gone, "The evidence is not what was sealed: it was changed.\n"), await SaidAsync("original"));
        Assert.Equal((HttpStatusCode.Gone, "What is kept is not what was sealed: it was changed.\n"), await SaidAsync("wave"));
        Assert.Equal((HttpStatusCode.Gone, "What is kept is not what was sealed: it was changed.\n"), await SaidAsync("picture"));
        // What was not changed is not worse for it.
        Assert.Equal(mp3[^100..], (await rosa.FetchAsync($"{path}/sound", (mp3.Length - 100, mp3.Length - 1))).Bytes);

        // The first regions are on their way before the third one is read: what comes is short, and says so.
        await InProcessReview.OverwriteAsync(blob, Flipped(whole, (2 * Region) + 100), metadata);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => rosa.FetchAsync($"{path}/sound"));
        Assert.Equal(HttpStatusCode.Gone,
            (await rosa.FetchAsync($"{path}/sound", (2 * SealedStream.DataBytes, (2 * SealedStream.DataBytes) + 9))).Status);

        await InProcessReview.OverwriteAsync(blob, whole[..^1], metadata);
        Assert.Equal((HttpStatusCode.Gone, "The evidence is not what was sealed: its size differs.\n"), await SaidAsync("sound"));
        await blob.DeleteAsync(cancellationToken: Stop);
        Assert.Equal((HttpStatusCode.Gone, "The evidence is not there any more.\n"), await SaidAsync("sound"));
        Assert.Equal(HttpStatusCode.OK, (await rosa.OpenAsync($"/review/tips/{report.Tip}")).Status);

        async Task<(HttpStatusCode Status, string Reason)> SaidAsync(string how)
        {
            var (status, bytes, _) = await rosa.FetchAsync($"{path}/{how}");
            return (status, Encoding.UTF8.GetString(bytes));
        }
    }

    private static byte[] Flipped(byte[] bytes, int at) => [.. bytes[..at], (byte)(bytes[at] ^ 1), .. bytes[(at + 1)..]];
}
