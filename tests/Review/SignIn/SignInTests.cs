using System.Net;
using System.Net.Http.Json;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Hotline.Local.FunctionsHost;
using Hotline.Local.SignIn;
using Hotline.Platform.Http;
using Hotline.Review.Console;
using Hotline.Review.SignIn;
using Microsoft.Azure.Functions.Worker;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Hotline.Tests.Review.SignIn;

/// <summary>Who comes in, by the real review worker behind the sign-in page.</summary>
[Trait("Speed", "slow")]
public sealed class SignInTests(SharedParts parts)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Only_a_token_that_the_issuer_signed_for_us_opens_the_door()
    {
        await using var line = await Line.BorrowAsync(parts);
        await line.StartReviewAsync(front: false);
        var person = Person.All[0];
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(line, line.Issuer!.Issue(person, DateTimeOffset.UtcNow)));
        using var other = RSA.Create(2048);
        var published = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(other) { KeyId = "local" });
        foreach (var refused in new[]
        {
            "", "nonsense",
            Token(line, signing: new(new RsaSecurityKey(other) { KeyId = "local" }, SecurityAlgorithms.RsaSha256)),
            Token(line, signing: new(
                new SymmetricSecurityKey(Encoding.ASCII.GetBytes(published.N)) { KeyId = "local" }, SecurityAlgorithms.HmacSha256)),
            Unsigned(line),
            line.Issuer.Issue(person, DateTimeOffset.UtcNow)[..^8] + "AAAAAAAA",
            line.Issuer.Issue(person, DateTimeOffset.UtcNow,
                token => (token.NotBefore, token.Expires) = (DateTime.UtcNow.AddHours(-2), DateTime.UtcNow.AddHours(-1))),
            line.Issuer.Issue(person, DateTimeOffset.UtcNow,
                token => (token.NotBefore, token.Expires) = (DateTime.UtcNow.AddHours(1), DateTime.UtcNow.AddHours(2))),
            line.Issuer.Issue(person, DateTimeOffset.UtcNow, token => token.Issuer = "https://login.example.org/v2.0"),
            line.Issuer.Issue(person, DateTimeOffset.UtcNow, token => token.Audience = "another-app"),
        })
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(line, refused));
    }

    [Fact]
    public async Task A_principal_that_nobody_signed_is_nobody()
    {
        await using var line = await Line.BorrowAsync(parts);
        await line.StartReviewAsync(front: false);
        using var client = new HttpClient { BaseAddress = line.Review!.Url };
        client.DefaultRequestHeaders.Add("X-MS-CLIENT-PRINCIPAL", Convert.ToBase64String("""{"claims":[{"typ":"roles","val":"Reviewer"}]}"""u8));
        client.DefaultRequestHeaders.Add("X-MS-CLIENT-PRINCIPAL-NAME", "Rosa Vidal");
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync(new Uri("review/session", UriKind.Relative), Stop)).StatusCode);
    }

    [Fact]
    public async Task Who_asks_for_a_page_is_sent_to_sign_in_and_a_made_up_header_does_not_pass_the_front()
    {
        await using var line = await Line.BorrowBothAsync(parts);
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = line.Review!.Url };
        client.DefaultRequestHeaders.Add("Accept", "text/html");
        var answer = await client.GetAsync(new Uri("review/session", UriKind.Relative), Stop);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal("/.auth/login/aad?post_login_redirect_uri=%2Freview%2Fsession", answer.Headers.Location!.ToString());
        client.DefaultRequestHeaders.Add(IdTokens.Header, line.Issuer!.Issue(Person.All[0], DateTimeOffset.UtcNow));
        Assert.Equal(HttpStatusCode.Found, (await client.GetAsync(new Uri("review/session", UriKind.Relative), Stop)).StatusCode);
    }

    [Fact]
    public async Task An_idle_session_is_locked_and_what_a_page_does_by_itself_keeps_none_open()
    {
        await using var line = await Line.BorrowAsync(parts);
        await line.StartReviewAsync(front: false, ("Hotline__SignIn__IdleLimit", "00:00:02"));
        var signedIn = DateTimeOffset.UtcNow;
        var token = line.Issuer!.Issue(Person.All[0], signedIn);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(line, token));
        await Eventually.TrueAsync(async () => await StatusAsync(line, token, background: true) == HttpStatusCode.Unauthorized, Stop);
        // The page renews the token by itself; only signing in again opens the session.
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(line, line.Issuer.Issue(Person.All[0], signedIn)));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(line, line.Issuer.Issue(Person.All[0], DateTimeOffset.UtcNow)));
        var days = (await ReviewRows.FindAsync(line, "event|day-rosa-vidal-")).Count;
        Assert.Equal(2, days);
        using var client = new HttpClient { BaseAddress = line.Review!.Url };
        client.DefaultRequestHeaders.Add(IdTokens.Header, line.Issuer.Issue(Person.All[0], signedIn));
        await Eventually.TrueAsync(
            async () => await (await client.GetAsync(new Uri("review/session", UriKind.Relative), Stop)).Content.ReadAsStringAsync(Stop)
                == "Your session was locked after 2 seconds without work. Sign in again.\n", Stop);
    }

    [Fact]
    public async Task A_session_tells_name_roles_and_end()
    {
        await using var line = await Line.BorrowBothAsync(parts);
        using var rosa = await ReviewerBrowser.SignInAsync(line, "rosa-vidal");
        var session = await rosa.GetFromJsonAsync<JsonObject>(new Uri("review/session", UriKind.Relative), Stop);
        Assert.Equal("Rosa Vidal", (string?)session!["name"]);
        Assert.Equal("Reviewer", (string?)session["roles"]![0]);
        Assert.True((DateTimeOffset)session["expires"]! > DateTimeOffset.UtcNow.AddMinutes(30));
        Assert.InRange((double)session["locksIn"]!, 60, 1_800);
    }

    [Fact]
    public async Task Nothing_under_review_answers_a_stranger()
    {
        await using var line = await Line.BorrowAsync(parts);
        await line.StartReviewAsync(front: false);
        using var client = new HttpClient { BaseAddress = line.Review!.Url };
        var routes = line.Review.Functions.Where(function => !function.IsDisabled).Select(function => function.Trigger)
            .OfType<HttpTrigger>().ToList();
        Assert.Equal(["health/live", "health/ready", LeadOn.Route], routes.Select(route => route.Route!).Where(route => route != "review"
            && !route.StartsWith("review/", StringComparison.Ordinal)).OrderBy(route => route.Length));
        routes.RemoveAll(route => route.Route!.StartsWith("health/", StringComparison.Ordinal) || route.Route == LeadOn.Route);
        Assert.True(routes.Count > 20);
        foreach (var (method, path) in routes.SelectMany(route => RoutePaths.Of(route.Route!).Select(path => (route.Methods[0], path))))
        {
            using var request = new HttpRequestMessage(new HttpMethod(method.ToUpperInvariant()), new Uri(path, UriKind.Relative));
            Assert.Equal((path, HttpStatusCode.Unauthorized), (path, (await client.SendAsync(request, Stop)).StatusCode));
        }
    }

    [Fact]
    public void Every_function_of_review_says_who_may_call_it()
    {
        var review = from type in typeof(FunctionRoutes).Assembly.GetTypes()
                     from method in type.GetMethods(
                         BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
                     where method.GetCustomAttribute<FunctionAttribute>() is not null
                     from parameter in method.GetParameters()
                     let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
                     where trigger?.Route?.StartsWith("review", StringComparison.Ordinal) == true
                     select method;
        Assert.NotEmpty(review);
        Assert.All(review, method => Assert.NotEmpty(method.GetCustomAttribute<NeedsAttribute>()?.Roles ?? []));
    }

    private static async Task<HttpStatusCode> StatusAsync(Line line, string token, bool background = false)
    {
        using var client = new HttpClient { BaseAddress = line.Review!.Url };
        if (token.Length > 0)
            client.DefaultRequestHeaders.Add(IdTokens.Header, token);
        if (background)
            client.DefaultRequestHeaders.Add(ReviewerGate.BackgroundHeader, "1");
        return (await client.GetAsync(new Uri("review/session", UriKind.Relative), Stop)).StatusCode;
    }

    private static string Token(Line line, SigningCredentials? signing) => new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
    {
        Issuer = line.Issuer!.Issuer, Audience = TokenIssuer.Audience, Expires = DateTime.UtcNow.AddHours(1),
        Claims = new Dictionary<string, object> { ["oid"] = "rosa-vidal", ["roles"] = new[] { "Reviewer" } }, SigningCredentials = signing,
    });

    private static string Unsigned(Line line) => Token(line, null);
}
