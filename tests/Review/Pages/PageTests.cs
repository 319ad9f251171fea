using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Hotline.Local.Loopback;
using Hotline.Review.Audit;
using Hotline.Review.Casework;
using Hotline.Review.Casework.Pages;
using Hotline.Review.Console;
using Hotline.Review.SignIn;
using Hotline.Review.Undelivered;
using Hotline.Review.WorkQueue.Pages;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Tests.Review.Pages;

/// <summary>
/// The console's pages, rendered as the worker renders them. They are left in artifacts/pages, for eyes: serve that folder and look.
/// </summary>
public sealed partial class PageTests
{
    private static readonly Dictionary<string, IResult> Pages = new()
    {
        ["queue"] = new ConsolePageResult<QueuePage>(PageFixtures.Queue()),
        ["queue-empty"] = new ConsolePageResult<QueuePage>(PageFixtures.Empty),
        ["tip"] = Shown(PageFixtures.Tip),
        ["tip-blockable"] = Shown(PageFixtures.Tip with { IsBlocked = false }),
        ["tip-lowered"] = Shown(PageFixtures.Lowered),
        ["tip-refused"] = Shown(PageFixtures.Refused),
        ["tip-taken"] = Shown(PageFixtures.Taken),
        ["tip-unread"] = Shown(PageFixtures.Unread),
        ["tip-web"] = Shown(PageFixtures.Web),
        ["tip-closed"] = Shown(PageFixtures.Closed),
        ["undelivered"] = new ConsolePageResult<UndeliveredPage>(PageFixtures.Undelivered),
        ["undelivered-empty"] = new ConsolePageResult<UndeliveredPage>(PageFixtures.Undelivered with { Messages = [] }),
        ["audit"] = new ConsolePageResult<AuditPage>(PageFixtures.Audit(null)),
        ["audit-good"] = new ConsolePageResult<AuditPage>(PageFixtures.Audit([])),
        ["audit-bad"] = new ConsolePageResult<AuditPage>(PageFixtures.Audit(["Tip 4f9c 12ab: event 7 does not follow from event 6.",
            "Tip 81d0 a9b2: the last 2 events are missing."])),
        ["error"] = ConsoleErrorResult.Of(new ErrorModel
        {
            Frame = PageFixtures.Frame(Role.Reviewer), Status = 404, Reason = "No tip has this id, or it has been purged.",
        }),
        ["error-stranger"] = ConsoleErrorResult.Of(new ErrorModel
        {
            Frame = null, Status = 403, Reason = "You are signed in, but you have no role in this hotline.", Back = "/.auth/logout",
            BackTo = "Sign out",
        }),
    };

    public static TheoryData<string> Names => [.. Pages.Keys];

    [Fact]
    public Task Every_page_is_left_for_eyes() => WriteAllAsync(TestContext.Current.CancellationToken);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_page_needs_nothing_that_its_policy_forbids(string name)
    {
        var (_, html) = await RenderAsync(Pages[name]);

        Assert.StartsWith("<!DOCTYPE html>", html, StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none';", ConsoleHeaders.Policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", ConsoleHeaders.Policy, StringComparison.Ordinal);
        Assert.DoesNotMatch(InlineStyle(), html);
        Assert.DoesNotMatch(InlineScript(), html);
        Assert.DoesNotMatch(InlineHandler(), html);
        Assert.DoesNotContain("javascript:", html, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_form_that_posts_has_the_token(string name)
    {
        var (_, html) = await RenderAsync(Pages[name]);

        Assert.All(PostForm().Matches(html), form =>
            Assert.Contains($"name=\"__RequestVerificationToken\" value=\"{PageFixtures.Token}\"", form.Value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_form_that_changes_an_open_tip_says_what_was_seen()
    {
        var (_, html) = await RenderAsync(Pages["tip"]);

        var forms = PostForm().Matches(html);
        Assert.True(forms.Count > 8);
        Assert.All(forms, form => Assert.Contains("name=\"version\" value=\"W/7\"", form.Value, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task No_id_is_there_twice(string name)
    {
        var (_, html) = await RenderAsync(Pages[name]);

        var ids = Id().Matches(html).Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public async Task What_a_refused_post_said_is_still_in_its_field()
    {
        var (http, html) = await RenderAsync(Pages["tip-refused"]);

        Assert.Equal(409, http.Response.StatusCode);
        Assert.Contains(">The caller says that he has since deleted the post.</textarea>", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_reporters_write_is_text_and_never_markup()
    {
        var tip = PageFixtures.Tip;
        var hostile = tip.Parts[3] with { Text = "<script>alert(1)</script><img src=x onerror=alert(1)> \"'>" };

        var (_, html) = await RenderAsync(Shown(tip with { Parts = [hostile], Reasons = [new("Markup", "<img src=x", hostile.Id)] }));

        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Signs_are_marked_where_their_words_are_and_overlaps_only_once()
    {
        var pieces = Timeline.Mark("On Thursday at lunch, thursday", "p", [new("Day", "Thursday", "p"), new("Time", "Thursday at lunch",
            "p"), new("Other", "lunch", "q")]);

        Assert.Equal([("On ", null), ("Thursday at lunch", 2), (", ", null), ("thursday", (int?)1)], pieces.Select(piece => (piece.Text,
            piece.Sign)));
    }

    [Fact]
    public void No_page_compares_strings()
    {
        var functions = Path.Combine(Oracle.Root, "functions");
        var found = from file in Directory.EnumerateFiles(functions, "*.razor", SearchOption.AllDirectories)
                    from line in File.ReadLines(file)
                    where Comparison().IsMatch(line)
                    select $"{Path.GetRelativePath(functions, file)}: {line.Trim()}";

        Assert.Empty(found);
        Assert.Matches(Comparison(), "@if (Model.Tip.State == \"closed\")");
        Assert.Matches(Comparison(), "part is { Kind: \"Consent\" or \"Missing\" }");
        Assert.Matches(Comparison(), "        \"waiting\" => 1,");
    }

    [Theory]
    [InlineData("console.css", "text/css")]
    [InlineData("console.js", "text/javascript")]
    [InlineData("console.svg", "image/svg+xml")]
    public void An_asset_s_address_names_its_content(string name, string type)
    {
        var asset = ConsoleAssets.Find(name)!;

        Assert.StartsWith(type, asset.ContentType, StringComparison.Ordinal);
        Assert.Equal($"/review/assets/{name}?v={asset.Hash}", ConsoleAssets.Address(name));
        Assert.Null(ConsoleAssets.Find("../host.json"));
    }

    [Fact]
    public void A_module_is_imported_by_the_address_of_its_content_and_all_modules_are_served()
    {
        var folder = Path.Combine(Oracle.Root, "functions", "Review", "Console", "Assets");
        var modules = Directory.GetFiles(folder, "*.js").Select(Path.GetFileName).Order().ToList();

        Assert.Equal(modules, ConsoleAssets.Names.Where(name => name.EndsWith(".js", StringComparison.Ordinal)).Order());
        var imports = modules.SelectMany(name => Import().Matches(Encoding.UTF8.GetString(ConsoleAssets.Find(name!)!.Content.Span))).ToList();
        Assert.True(imports.Count > modules.Count);
        Assert.All(imports, import => Assert.Equal(ConsoleAssets.Find(import.Groups[1].Value)?.Hash, import.Groups[2].Value));
    }

    [Fact]
    public void What_is_not_ours_is_as_its_authors_published_it()
    {
        // npm: idiomorph 0.8.0, package/dist/idiomorph.esm.js and package/LICENSE (0BSD).
        var folder = Path.Combine(Oracle.Root, "functions", "Review", "Console", "Assets");

        Assert.Equal("e1e2c7dbd606233d302bac48074fd1307c15609b77ea485c18f1b13d6be67c14", HashOf("idiomorph.esm.js"));
        Assert.Equal("d3d2456f76414f2456104660ebd65aff1c04cd7966b942bdabd63f3cdb316a38", HashOf("idiomorph.LICENSE.txt"));

        string HashOf(string name) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, name))));
    }

    [Theory]
    [InlineData("?v=", "private, max-age=31536000, immutable")]
    [InlineData("?v=old", "no-cache")]
    [InlineData("", "no-cache")]
    public void An_asset_is_kept_for_good_only_under_the_address_of_its_content(string query, string expected)
    {
        var request = new DefaultHttpContext().Request;
        request.QueryString = new QueryString(query == "?v=" ? query + ConsoleAssets.Find("console.js")!.Hash : query);

        ServeConsoleAsset.Run(request, "console.js");

        Assert.Equal(expected, request.HttpContext.Response.Headers.CacheControl.ToString());
    }

    private static ConsolePageResult<TipPage> Shown(TipModel tip) => new(tip, tip.Conflict is null ? 200 : 409);

    /// <summary>Writes every page to artifacts/pages, and the policy under which the room serves them.</summary>
    internal static async Task WriteAllAsync(CancellationToken stop)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Oracle.Root, "artifacts", "pages")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "policy.txt"), ConsoleHeaders.Policy, stop);
        foreach (var (name, page) in Pages)
            await File.WriteAllTextAsync(Path.Combine(folder, $"{name}.html"), (await RenderAsync(page)).Html, stop);
    }

    private static async Task<(HttpContext Http, string Html)> RenderAsync(IResult page)
    {
        var builder = LoopbackWeb.CreateBuilder(NullLoggerFactory.Instance);
        builder.Services.AddRazorComponents();
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        await using var app = builder.Build();
        await using var scope = app.Services.CreateAsyncScope();
        using var body = new MemoryStream();
        var http = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        http.Request.Scheme = "https";
        http.Request.Host = new HostString("review.example.org");
        http.Request.Method = "GET";
        http.Request.Path = "/review/tips";
        http.Response.Body = body;
        await page.ExecuteAsync(http);
        return (http, Encoding.UTF8.GetString(body.ToArray()));
    }

    [GeneratedRegex("""^(?:import|export)\b[^"]*"\./([\w.]+)(?:\?v=(\w+))?";$""", RegexOptions.Multiline)]
    private static partial Regex Import();

    [GeneratedRegex("""[=!]= ?"|" ?[=!]=|\b(?:is|or|case|when|not) "|: "\w*" or |^\s*"[^"]*" =>|StartsWith\(|EndsWith\(|\.Equals\(""")]
    private static partial Regex Comparison();

    [GeneratedRegex("<style|\\sstyle=", RegexOptions.IgnoreCase)]
    private static partial Regex InlineStyle();

    [GeneratedRegex("<script(?![^>]*\\ssrc=)", RegexOptions.IgnoreCase)]
    private static partial Regex InlineScript();

    [GeneratedRegex("<[^>]*\\son[a-z]+=", RegexOptions.IgnoreCase)]
    private static partial Regex InlineHandler();

    [GeneratedRegex("<form method=\"post\".*?</form>", RegexOptions.Singleline)]
    private static partial Regex PostForm();

    [GeneratedRegex("\\sid=\"([^\"]*)\"")]
    private static partial Regex Id();
}
