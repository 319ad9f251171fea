using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using Hotline.Platform.Words;

namespace Hotline.Tests.Intake.WebForm;

/// <summary>What the form's pages may do, and what may be posted to them.</summary>
[Trait("Speed", "slow")]
public sealed class FormSafetyTests(SharedParts parts)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/report")]
    [InlineData("/receipt")]
    public async Task A_page_is_one_small_request_with_every_header_and_no_cookie(string path)
    {
        await using var line = await Line.BorrowAsync(parts);
        var (headers, html) = await GetAsync(line, path);
        Assert.InRange(Encoding.UTF8.GetByteCount(html), 1_000, 32_000);
        foreach (var (name, value) in new[]
        {
            ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"), ("X-Frame-Options", "DENY"),
            ("Referrer-Policy", "no-referrer"),
            ("Cross-Origin-Opener-Policy", "same-origin"), ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"), ("Strict-Transport-Security", "max-age=31536000"),
        })
            Assert.Equal(value, Assert.Single(headers.GetValues(name)));
        Assert.False(headers.Contains("Set-Cookie"));

        // Nothing else is fetched: no address in it but its own links and the way out.
        var logo = HtmlEncoder.Default.Encode(LineFolder.Default.First.Line.Logo!);
        Assert.Single(Regex.Matches(html, Regex.Escape(logo)));
        Assert.DoesNotMatch(
            """<(?:script|img|link|iframe|audio|video)[^>]*(?:src|href)="(?!data:,")""", html.Replace(logo, "data:,", StringComparison.Ordinal));
        Assert.Equal("https://www.weather.gov/", Assert.Single(
            Regex.Matches(html, "https?://[^\"' <]*").Select(found => found.Value).Distinct()));
    }

    [Theory]
    [InlineData("/report")]
    [InlineData("/receipt")]
    public async Task A_page_has_its_own_style_and_script_and_no_other_and_sends_its_form_home(string path)
    {
        await using var line = await Line.BorrowAsync(parts);
        var (headers, html) = await GetAsync(line, path);
        var policy = Assert.Single(headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; style-src 'sha256-", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Contains("form-action 'self'; frame-ancestors 'none'; base-uri 'none'", policy, StringComparison.Ordinal);
        foreach (var tag in new[] { "style", "script" })
        {
            var allowed = Regex.Match(policy, $"{tag}-src ([^;]*)").Groups[1].Value.Split(' ');
            var inside = Regex.Matches(html, $"<{tag}>(.*?)</{tag}>", RegexOptions.Singleline).Select(found => found.Groups[1].Value);
            Assert.Subset(
                allowed.ToHashSet(), inside.Select(text => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'").ToHashSet());
            Assert.InRange(allowed.Length, 1, 2);
        }
    }

    [Fact]
    public async Task What_another_site_posts_is_refused()
    {
        await using var line = await Line.BorrowAsync(parts);
        using var http = new HttpClient { BaseAddress = line.Intake.Url };
        foreach (var (header, value, refused) in new[]
        {
            ("Sec-Fetch-Site", "cross-site", true), ("Sec-Fetch-Site", "same-site", true), ("Origin", "https://example.com", true),
            ("Sec-Fetch-Site", "same-origin", false), ("Origin", Line.PublicUrl, false), ("Origin", "null", false),
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/report") { Content = new StringContent("x") };
            request.Headers.Add(header, value);
            using var answer = await http.SendAsync(request, Stop);
            Assert.Equal(refused ? HttpStatusCode.Forbidden : HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_thousand_hostile_forms_get_a_4xx_with_a_reason_and_leave_nothing()
    {
        await using var line = await Line.BorrowAsync(parts);
        using var http = new HttpClient { BaseAddress = line.Intake.Url };
        var random = new Random(20261125);
        var wrong = new List<string>();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 1000).Select(n => (n, Form: HostileForm.Make(n, random))).ToList(),
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Stop },
            async (item, stop) =>
            {
                using var content = new ByteArrayContent(item.Form.Body);
                content.Headers.TryAddWithoutValidation("Content-Type", item.Form.ContentType);
                using var answer = await http.PostAsync(new Uri(item.Form.Path, UriKind.Relative), content, stop);
                var said = await answer.Content.ReadAsStringAsync(stop);
                if ((int)answer.StatusCode is < 400 or >= 500 || said.Length == 0)
                    lock (wrong)
                        wrong.Add($"{item.n} ({item.Form.Kind}): {(int)answer.StatusCode}");
            });
        Assert.Empty(wrong);
        Assert.DoesNotContain(
            await line.RowsAsync(), row => !row.RowKey.StartsWith("attempts|", StringComparison.Ordinal) && !row.RowKey.StartsWith(
                "pepper|", StringComparison.Ordinal));
        Assert.Empty(await line.BlobsAsync());
        Assert.Empty(await line.TipsAsync());
    }

    [Fact]
    public async Task Fifty_people_behind_one_address_get_through_and_a_flood_does_not()
    {
        await using var line = await Line.StartAsync(parts);
        using var http = new HttpClient { BaseAddress = line.Intake.Url };
        var answers = new List<HttpStatusCode>();
        for (var n = 0; n < 66; n++)
        {
            var form = HostileForm.Whole($"Report {n}", Guid.NewGuid().ToString("N"));
            using var content = new ByteArrayContent(form.Body);
            content.Headers.TryAddWithoutValidation("Content-Type", form.ContentType);
            using var answer = await http.PostAsync(new Uri("/report", UriKind.Relative), content, Stop);
            answers.Add(answer.StatusCode);
            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
                Assert.Contains($"Report {n}", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        }

        Assert.All(answers.Take(50), status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
        Assert.DoesNotContain(
            "127.0.0.1", string.Join('\n', (await line.RowsAsync())
                .SelectMany(row => row.Select(column => $"{column.Key}={column.Value}"))), StringComparison.Ordinal);
    }

    private static async Task<(HttpResponseHeaders Headers, string Html)> GetAsync(Line line, string path)
    {
        using var http = new HttpClient { BaseAddress = line.Intake.Url };
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), Stop);
        return (answer.Headers, await answer.Content.ReadAsStringAsync(Stop));
    }
}

/// <summary>Forms that nobody's browser sends.</summary>
internal sealed record HostileForm(string Kind, string Path, string ContentType, byte[] Body)
{
    private const string Plain = "multipart/form-data; boundary=b";

    private static readonly string[] Kinds =
    [
        "empty", "no boundary", "long boundary", "json", "urlencoded", "random bytes", "cut short", "no submission", "bad submission",
        "file first", "many fields",
        "long field", "invalid utf-8", "no name", "long header", "many headers", "too many files", "long text", "wrong disposition", "nested multipart", "broken filename*", "gzip",
    ];

    /// <summary>A form that is as it should be.</summary>
    public static HostileForm Whole(string what, string id) =>
        new("whole", "/report", Plain, [.. Field("submission", id), .. Field("what", what), .. End]);

    /// <summary>The n-th hostile form.</summary>
    public static HostileForm Make(int n, Random random)
    {
        var kind = Kinds[n % Kinds.Length];
        var id = Field("submission", Guid.NewGuid().ToString("N"));
        var junk = new byte[random.Next(1, 4000)];
        random.NextBytes(junk);
        var (type, body) = kind switch
        {
            "empty" => (Plain, Array.Empty<byte>()),
            "no boundary" => ("multipart/form-data", [.. id, .. End]),
            "long boundary" => ($"multipart/form-data; boundary={new string('b', 80)}", [.. id, .. End]),
            "json" => ("application/json", "{\"what\":\"x\"}"u8.ToArray()),
            "urlencoded" => ("application/x-www-form-urlencoded", Encoding.ASCII.GetBytes($"what=x&n={n}")),
            "random bytes" => (Plain, junk),
            "cut short" => (Plain, Cut([.. id, .. Field("what", new string('x', 300)), .. File("a.png", SampleFiles.Png), .. End], random)),
            "no submission" => (Plain, [.. Field("what", "x"), .. End]),
            "bad submission" => (Plain, [.. Field("submission", "../" + n), .. Field("what", "x"), .. End]),
            "file first" => (Plain, [.. File("a.png", SampleFiles.Png), .. id, .. Field("what", "x"), .. End]),
            "many fields" => (Plain, [.. id, .. Enumerable.Range(0, 10_000).SelectMany(field => Field($"f{field}", "x")), .. End]),
            "long field" => (Plain, [.. id, .. Field("what", new string('x', 400_000)), .. End]),
            "invalid utf-8" => (Plain, [.. id, .. Head("name=\"what\""), 0xC3, 0x28, 0xFF, .. "\r\n"u8, .. End]),
            "no name" => (Plain, [.. id, .. Head("filename=\"a.png\""), .. SampleFiles.Png, .. "\r\n"u8, .. End]),
            "long header" => (Plain, [.. id, .. Head($"name=\"{new string('n', 20_000)}\""), .. "x\r\n"u8, .. End]),
            "many headers" =>
                (Plain, [.. id, .. Encoding.ASCII.GetBytes("--b\r\n"
                    + string.Concat(Enumerable.Range(0, 40).Select(h => $"H{h}: x\r\n")) + "\r\nx\r\n"), .. End]),
            "too many files" => (Plain, [.. id, .. Enumerable.Range(0, 1001).SelectMany(f => File($"{f}.png", SampleFiles.Png)), .. End]),
            "long text" => (Plain, [.. id, .. Field("what", new string('x', 50_001)), .. End]),
            "wrong disposition" => (Plain, [.. id, .. "--b\r\nContent-Disposition: attachment; name=\"what\"\r\n\r\nx\r\n"u8, .. End]),
            "nested multipart" =>
                (Plain, [.. id, .. "--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\nx\r\n--c--\r\n"u8, .. End]),
            "broken filename*" => (Plain, [.. id, .. Head("name=\"files\"; filename=\"a.png\"; filename*"), .. "\r\n"u8, .. End]),
            _ => ("multipart/form-data; boundary=b; charset=utf-16", Compressed([.. id, .. End])),
        };
        return new HostileForm(kind, n % 3 == 2 ? "/report/receipt" : "/report", type, body);
    }

    private static byte[] End => "--b--\r\n"u8.ToArray();

    private static byte[] Field(string name, string value) => [.. Head($"name=\"{name}\""), .. Encoding.UTF8.GetBytes(value + "\r\n")];

    private static byte[] File(string name, byte[] content) => [.. Head($"name=\"files\"; filename=\"{name}\""), .. content, .. "\r\n"u8];

    private static byte[] Head(string named) => Encoding.UTF8.GetBytes($"--b\r\nContent-Disposition: form-data; {named}\r\n\r\n");

    // Never at its very end, or it would be whole; nor before its first line, or it would be empty.
    private static byte[] Cut(byte[] whole, Random random) => whole[..random.Next(4, whole.Length - 8)];

    private static byte[] Compressed(byte[] body)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionMode.Compress))
            gzip.Write(body);
        return bytes.ToArray();
    }
}
