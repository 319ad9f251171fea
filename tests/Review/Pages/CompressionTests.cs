using System.IO.Compression;
using Hotline.Review.Console;

namespace Hotline.Tests.Review.Pages;

/// <summary>Pages are sent compressed to whoever takes them so.</summary>
[Trait("Speed", "slow")]
public sealed class CompressionTests(SharedParts parts)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task A_page_is_half_its_size_or_less_on_the_wire_and_the_same_page(string encoding)
    {
        await using var line = await Line.BorrowBothAsync(parts);
        using var console = await ReviewerBrowser.SignInAsync(line, "rosa-vidal");
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("review/tips", UriKind.Relative));
        request.Headers.AcceptEncoding.ParseAdd(encoding);
        using var answer = await console.SendAsync(request, Stop);
        Assert.Equal(encoding, Assert.Single(answer.Content.Headers.ContentEncoding));
        var sent = await answer.Content.ReadAsByteArrayAsync(Stop);
        using var body = new MemoryStream(sent);
        await using Stream plain = encoding == "br"
            ? new BrotliStream(body, CompressionMode.Decompress) : new GZipStream(body, CompressionMode.Decompress);
        using var reader = new StreamReader(plain);
        var page = await reader.ReadToEndAsync(Stop);
        Assert.EndsWith("</html>", page.TrimEnd(), StringComparison.Ordinal);
        Assert.InRange(sent.Length, 1, page.Length / 2);
    }

    [Fact]
    public void Evidence_is_sent_as_it_is() => Assert.All(
        CompressAnswers.Types, type => Assert.DoesNotMatch("^(audio|video|image)/|octet-stream|^text/plain", type));
}
