using System.Net;

namespace Hotline.Tests.Hosting;

/// <summary>Where addresses lead that no other function serves, in both rooms.</summary>
[Trait("Speed", "slow")]
public sealed class AddressTests(SharedParts parts)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_bare_address_leads_to_the_first_page_and_an_unknown_one_says_so_and_leads_there()
    {
        await using var line = await Line.BorrowBothAsync(parts);
        foreach (var (app, first) in new[] { (line.Intake.Url, "/report"), (line.Review!.Url, "/review") })
        {
            using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = app };
            foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
            {
                using var bare = await http.SendAsync(new HttpRequestMessage(method, "/"), Stop);
                Assert.Equal((HttpStatusCode.Redirect, first), (bare.StatusCode, bare.Headers.Location?.OriginalString));
            }

            foreach (var unknown in new[] { "/reports", "/about/us", "/favicon.ico", "/report/more" })
            {
                using var answer = await http.GetAsync(new Uri(unknown, UriKind.Relative), Stop);
                Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
                Assert.Contains($"href=\"{first}", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Head_is_answered_as_get_is_without_the_body()
    {
        await using var line = await Line.BorrowBothAsync(parts);
        using var http = new HttpClient { BaseAddress = line.Intake.Url };
        foreach (var path in new[] { "/report", "/receipt", "/health/live" })
        {
            using var answer = await http.SendAsync(new HttpRequestMessage(HttpMethod.Head, path), Stop);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Stop));
        }
    }
}
