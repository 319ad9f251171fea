using System.Net;
using System.Text.Json.Nodes;
using Hotline.Contracts;
using Hotline.Local.FunctionsHost;
using Hotline.Local.Line;
using Hotline.Local.Line.Keys;
using Hotline.Local.Twilio.Account;
using Hotline.Review.Ledger;
using Hotline.Review.OnCall;

namespace Hotline.Tests.Review.OnCall;

/// <summary>Who is told of an urgent tip, by the real review worker, a webhook of the test's and the simulator.</summary>
[Trait("Speed", "slow")]
public sealed class OnCallTests(SharedParts parts)
{
    private const string Word = "Zebrafinch7Quorum";
    private const string From = "+15005558642";
    private const string Phone = "+15005550199";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Steps_are_told_one_after_the_other_and_the_last_again_without_content_until_somebody_claims()
    {
        await using var hook = await OnCallHook.StartAsync();
        await using var line = await Line.BorrowAsync(parts);
        await line.StartReviewAsync(
            [.. Step(0, "Webhook", hook.Url("/one")), .. Step(1, "Webhook", hook.Url("/two")), ("Hotline__OnCall__Again", "00:00:00.001")]);
        var (claimed, other) = (await UrgentAsync(line, From), await UrgentAsync(line, "+15005558643"));
        using var rosa = await ReviewerBrowser.OfAsync(line, "rosa-vidal");

        foreach (var _ in Enumerable.Range(0, 3))
            await FireUntilToldAsync(line, hook, claimed);
        Assert.Single(Told(hook, claimed), path => path == "/one");
        Assert.True(Told(hook, claimed).Count(path => path == "/two") >= 2);
        Assert.Equal([1, 2, 2], (await StepsAsync(line, claimed)).Take(3));

        await (await rosa.OpenAsync($"/review/tips/{claimed}")).PostAsync($"/review/tips/{claimed}/claim");
        await FireUntilToldAsync(line, hook, other);
        var before = Told(hook, claimed).Count;
        foreach (var _ in Enumerable.Range(0, 3))
            await FireUntilToldAsync(line, hook, other);
        Assert.Equal(before, Told(hook, claimed).Count);

        await (await rosa.OpenAsync($"/review/tips/{claimed}")).PostAsync($"/review/tips/{claimed}/release");
        await FireUntilToldAsync(line, hook, claimed);
        Assert.Equal(2, Told(hook, claimed).Count(path => path == "/one"));

        Assert.All(hook.Told, SaysThatItWaits);
        Assert.All(line.Log.Lines, HoldsNothing);
        Assert.Empty((await ReviewRows.Audit(line).VerifyAsync(Stop)).Findings);
    }

    [Fact]
    public async Task A_receiver_that_fails_is_tried_again_and_is_told_once()
    {
        await using var hook = await OnCallHook.StartAsync();
        hook.Answer(500, 429, 503);
        await using var line = await Line.BorrowAsync(parts);
        await line.StartReviewAsync(Step(0, "Webhook", hook.Url("/secret-hook")));
        var tip = await UrgentAsync(line, From);
        await FireAsync(line);
        await Eventually.TrueAsync(() => Told(hook, tip).Count == 4, Stop);
        Assert.Equal([1], await StepsAsync(line, tip));
        Assert.Contains(line.Log.Lines, logged => logged.Contains($"notify-{tip}-1", StringComparison.Ordinal) && logged.Contains(
            "is put off", StringComparison.Ordinal));
        Assert.DoesNotContain(line.Log.Lines, logged => logged.Contains("secret-hook", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(404)]
    [InlineData(302)]
    public async Task A_receiver_that_refuses_is_found_among_the_undelivered(int status)
    {
        await using var hook = await OnCallHook.StartAsync();
        hook.Answer(status);
        await using var line = await Line.BorrowAsync(parts);
        await line.StartReviewAsync(Step(0, "Webhook", hook.Url("/secret-hook")));
        var tip = await UrgentAsync(line, From);
        await FireAsync(line);
        await UndeliveredAsync(line, $"Whoever is on call (step 1) was not told. The webhook answered {status}.");
        Assert.Single(Told(hook, tip));
        Assert.DoesNotContain(line.Log.Lines, logged => logged.Contains("secret-hook", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_step_by_text_reaches_the_phone_with_reviews_own_key()
    {
        await using var line = await Line.BorrowAsync(parts);
        await line.StartReviewAsync([.. Step(0, "Sms", Phone), ("Hotline__OnCall__From", Line.Number)]);
        var tip = await UrgentAsync(line, From);
        await FireAsync(line);
        await Eventually.TrueAsync(() => line.Twilio.Remembers("Messages").Any(message => message["to"] == Phone), Stop);
        var text = Assert.Single(line.Twilio.Remembers("Messages"), message => message["to"] == Phone);
        Assert.Equal((Line.Number, "outbound-api"), (text["from"], text["direction"]));
        Assert.EndsWith($"/review/tips/{tip}", text["body"], StringComparison.Ordinal);
        HoldsNothing(text["body"]!);
        Assert.DoesNotContain(line.Log.Lines, logged => logged.Contains(Phone[1..], StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_phone_that_said_stop_is_found_among_the_undelivered_without_its_number()
    {
        await using var line = await Line.BorrowAsync(parts);
        await line.StartReviewAsync([.. Step(0, "Sms", Phone), ("Hotline__OnCall__From", Line.Number)]);
        await line.Twilio.TextAsync(new TextScript { From = Phone, Body = "STOP" }, null, Stop);
        await UrgentAsync(line, From);
        await FireAsync(line);
        var page = await UndeliveredAsync(line, "Whoever is on call (step 1) was not told. Twilio refuses the text (error 21610");
        Assert.DoesNotContain(Phone[1..], page, StringComparison.Ordinal);
        Assert.DoesNotContain(line.Log.Lines, logged => logged.Contains(Phone[1..], StringComparison.Ordinal));
    }

    [Fact]
    public async Task Review_does_not_start_with_wrong_settings_and_says_in_a_sentence_each_how_to_mend_them()
    {
        await using var line = await Line.BorrowAsync(parts);
        var refused = await Assert.ThrowsAsync<FunctionAppException>(() => line.StartReviewAsync(
            [.. Step(0, "Webhook", "http://hooks.example.org/secret-hook"), ("Hotline__Twilio__AuthTokens__0", LineSettings.AuthToken)]));
        Assert.Contains("Take Hotline:Twilio:AuthTokens out of Review's settings", refused.Message, StringComparison.Ordinal);
        Assert.Contains(
            "Write Hotline:OnCall:Steps:0:Webhook as an address that begins with https://", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-hook", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_one_machine_review_has_a_key_of_its_own_and_no_token_not_even_from_the_environment()
    {
        await using var line = await Line.BorrowAsync(parts);
        var options = new LocalOptions
        {
            DataDirectory = line.Folder, AppDirectory = "", AzuritePackage = "",
            Environment = new Dictionary<string,
            string> { ["Hotline__Twilio__AuthTokens__0"] = "one", ["Hotline__Twilio__AuthTokens__1"] = "two" },
        };
        var review = new LineSettings(options, "", "", line.Twilio).Review(new SealingKeys("", "", ""), null);
        Assert.Equal((LineSettings.ReviewKeySid, "", ""),
            (review["Hotline__Twilio__ApiKeySid"], review["Hotline__Twilio__AuthTokens__0"], review["Hotline__Twilio__AuthTokens__1"]));
        Assert.Empty(new[] { LineSettings.AuthToken, LineSettings.IntakeKeySid, LineSettings.ApiKeys[LineSettings.IntakeKeySid] }.Intersect(
            review.Values));
    }

    private static (string Name, string Value)[] Step(int step, string setting, string value) =>
        [($"Hotline__OnCall__Steps__{step}__{setting}", value), ($"Hotline__OnCall__Steps__{step}__After", "00:00:00")];

    private static async Task<TipId> UrgentAsync(Line line, string from)
    {
        var text = await line.Twilio.TextAsync(
            new TextScript { From = from, Body = $"He says he planted a bomb in the {Word} school." }, null, Stop);
        var tip = TipOf.Text(text.Sid);
        await Eventually.TrueAsync(async () => (await ReviewRows.FindAsync(line, "free|1|")).Any(
            row => row.RowKey.EndsWith(tip.Value, StringComparison.Ordinal)), Stop);
        return tip;
    }

    private static Task FireAsync(Line line) => line.FireAsync(nameof(RemindOnCall));

    private static async Task FireUntilToldAsync(Line line, OnCallHook hook, TipId tip)
    {
        var before = Told(hook, tip).Count;
        await FireAsync(line);
        await Eventually.TrueAsync(() => Told(hook, tip).Count > before, Stop);
    }

    private static IReadOnlyList<string> Told(OnCallHook hook, TipId tip) =>
        [.. from message in hook.Told where message.Body.Contains(tip.Value, StringComparison.Ordinal) select message.Path];

    private static async Task<IReadOnlyList<int?>> StepsAsync(Line line, TipId tip) =>
    [
        .. from row in await ReviewRows.FindAsync(line, $"event|tip-{tip}|")
           let happened = LedgerEvent.Read(row.GetString("Event"))
           where happened.Act == EventKind.Notified
           orderby happened.Number
           select happened.As<NotifiedEvent>().Step,
    ];

    private static async Task<string> UndeliveredAsync(Line line, string reason)
    {
        using var desk = await ReviewerBrowser.OfAsync(line, "kit-tanaka");
        await Eventually.TrueAsync(async () => WebUtility.HtmlDecode((await desk.OpenAsync("/review/undelivered")).Page).Contains(
            reason, StringComparison.Ordinal), Stop);
        return desk.Page;
    }

    private static void SaysThatItWaits((string Path, string Body, string Headers) message)
    {
        Assert.Equal("text", Assert.Single(JsonNode.Parse(message.Body)!.AsObject()).Key);
        Assert.Matches("^An urgent tip waits unclaimed for [0-9]+ min: http://localhost:[0-9]+/review/tips/[0-9a-f]{32}$",
            (string?)JsonNode.Parse(message.Body)!["text"]);
        HoldsNothing($"{message.Path} {message.Headers} {message.Body}");
    }

    private static void HoldsNothing(string text)
    {
        Assert.DoesNotContain(Word, text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(From[1..], text, StringComparison.Ordinal);
        Assert.DoesNotContain(Line.Number[1..], text, StringComparison.Ordinal);
    }
}
