using System.Text;
using Hotline.Contracts;
using Hotline.Review.Acceptance;
using Hotline.Review.Ledger;
using Hotline.Review.Tips;
using Hotline.Review.Triage;

namespace Hotline.Tests.Review.Acceptance;

/// <summary>What can't be judged is accepted all the same: by Review's own classes.</summary>
[Trait("Speed", "slow")]
public sealed class UnjudgedTests(SharedParts parts)
{
    // The longest that a form takes (ReportFields): what happened, and each other answer.
    private const int MaxWhat = 50_000;
    private const int MaxOther = 2_000;

    private static readonly string[] Scripts =
    [
        "I will kill you. I will shoot up the school. ", "Voy a matarte y a quemar la escuela mañana a las 8. ",
        "我要杀了你明天在学校", "سأقتلك غدا في المدرسة ", "я тебя убью завтра в школе ", "👩‍👩‍👧‍👦🔫🏫 ", "ﷺ ﷺ", "Z̴̡a̷͜l̶͝g̴o͕ ",
        "\uFFFE\uFFFF\u0000\u0001\u202E\u200B ", "\uD800 \uDC00\uD83D ", "a'’ʼ'b; gun: 12;,;: \" <\\> & + ",
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("0123456789abcdef0123456789abcdef|~a", "statement-SM1")]
    [InlineData("undelivered", "statement-SM1")]
    [InlineData("0123456789abcdef0123456789abcdef", "../../events/tip-0123456789abcdef0123456789abcdef.00000007")]
    [InlineData("0123456789abcdef0123456789abcdef", "statement-a|b")]
    public async Task What_names_a_tip_or_part_as_we_never_do_is_refused_and_leaves_nothing(string tip, string part)
    {
        await using var review = await InProcessReview.OpenAsync(parts);
        var real = TipId.Parse("0123456789abcdef0123456789abcdef")!.Value;
        var forged = Envelope.Write(review.Statement(real, "SM1", "They posted her address.") with { Id = new PartId(part) })
            .Replace($"\"subject\":\"{real}\"", $"\"subject\":\"{tip}\"", StringComparison.Ordinal);
        // Whoever takes it from the queue rejects it for either.
        var failure = Assert.ThrowsAny<Exception>(() => PartAcceptance.Read(forged));
        Assert.True(failure is RefusedException or FormatException and not NewerVersionException, failure.ToString());
        Assert.Empty(await review.RowsAsync(""));
        Assert.Empty(await review.Parts.GetBlobsAsync(cancellationToken: Stop).ToListAsync(Stop));
        Assert.Empty(await review.Events.GetBlobsAsync(cancellationToken: Stop).ToListAsync(Stop));
    }

    [Theory]
    [InlineData(20_000)]
    [InlineData(MaxWhat)]
    public async Task A_form_that_repeats_a_threat_up_to_its_limit_becomes_an_urgent_tip(int characters)
    {
        await using var review = await InProcessReview.OpenAsync(parts);
        var tip = TipId.OfSubmission("a");
        await review.AcceptAsync(Form(review, tip, "a", Repeated(Scripts[0], characters), null));
        var state = (await review.Journal.FindAsync(tip, Stop))!;
        Assert.Equal((TipStage.Open, 1, 24), (state.Stage, state.Priority, state.Reasons.Count));
        var accepted = (await review.Reader.EventsAsync(tip, Stop)).Single();
        Assert.Equal("reasons", accepted.Facts["cut"]);
        Assert.All(accepted.Facts["reasons"].Split(';'), reason => Assert.Equal(3, reason.Split(':').Length));
        Assert.NotEmpty(accepted.As<AcceptedEvent>().Reasons!);
        Assert.Empty((await review.Check.VerifyAsync(Stop)).Findings);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Whatever_a_form_a_text_or_a_call_brings_at_its_limits_in_any_script_is_accepted(int seed)
    {
        await using var review = await InProcessReview.OpenAsync(parts);
        var random = new Random(seed);
        for (var n = 0; n < 6; n++)
        {
            var tip = TipId.OfSubmission($"{seed}-{n}");
            var answers = Answered.With(
                ("When", Any(MaxOther)), ("Where", Any(MaxOther)), ("Target", Any(MaxOther)), ("Appeared", "link"), ("Appeared", "phone"),
                ("Appeared", "letter"), ("Link", Any(MaxOther)), ("IsTarget", "yes"));
            await review.AcceptAsync(Form(review, tip, $"form{n}", Any(MaxWhat), answers, Any(MaxOther)));
            await review.AcceptAsync(review.Statement(tip, $"SM{n}", Any(1_600)));
            for (var media = 0; media < 10; media++)
                await review.AcceptAsync(await review.AttachmentAsync(tip, $"ME{n}{media}", Any(255), Encoding.UTF8.GetBytes(Any(3_000))));
            await review.AcceptAsync(review.Seal(
                tip, PartKind.Transcript, $"RE{n}", Channel.Phone, review.Time.GetUtcNow(),
                new TranscriptContent($"RE{n}", "Speech", Any(30_000), null, []), PartContents.Default.TranscriptContent));
            var state = (await review.Journal.FindAsync(tip, Stop))!;
            Assert.Equal((TipStage.Open, 2, 10), (state.Stage, state.Statements, state.Attachments));
        }

        Assert.Empty((await review.Check.VerifyAsync(Stop)).Findings);

        string Any(int most)
        {
            var text = new StringBuilder();
            var (script, isMixed) = (Scripts[random.Next(Scripts.Length)], random.Next(2) == 0);
            while (text.Length < most)
                text.Append(isMixed ? Scripts[random.Next(Scripts.Length)] : script);
            return text.ToString(0, most);
        }
    }

    [Fact]
    public async Task A_text_that_the_rules_fail_on_is_accepted_and_says_that_nobody_has_judged_it()
    {
        await using var review = await InProcessReview.OpenAsync(parts);
        review.Facts.ReadByRules = _ => throw new InvalidOperationException("A rule failed.");
        var tip = TipOf.Text("SM1");
        await review.AcceptAsync(review.Statement(tip, "SM1", "They posted her address and will come there tonight."));
        var state = (await review.Journal.FindAsync(tip, Stop))!;
        Assert.Equal((TipStage.Open, 2, true), (state.Stage, state.Priority, state.HasWords));
        Assert.Equal(PartFacts.Unjudged, Assert.Single(state.Reasons).Rule);
        Assert.Equal("triage", (await review.Reader.EventsAsync(tip, Stop)).Single().As<AcceptedEvent>().Unjudged);
        Assert.Equal("Not read by the rules", ReasonNames.Of(PartFacts.Unjudged));
    }

    [Fact]
    public async Task A_content_that_lacks_what_its_facts_are_made_of_is_accepted_without_them()
    {
        await using var review = await InProcessReview.OpenAsync(parts);
        var tip = TipOf.Text("SM1");
        var content = new StatementContent("They posted her address.", null!, null!, "SM1", 0, null);
        await review.AcceptAsync(review.Seal(
            tip, PartKind.Statement, "SM1", Channel.Text, review.Time.GetUtcNow(), content, PartContents.Default.StatementContent));
        await review.AcceptAsync(review.Seal(
            tip, PartKind.Link, "SM1", Channel.Text, review.Time.GetUtcNow(), new LinkContent(new string('x', 40_000)),
            PartContents.Default.LinkContent));
        Assert.All(await review.Reader.EventsAsync(tip, Stop), e => Assert.Equal("facts", e.As<AcceptedEvent>().Unjudged));
        Assert.Equal(TipStage.Open, (await review.Journal.FindAsync(tip, Stop))!.Stage);
    }

    [Fact]
    public async Task A_reporter_who_answers_hundreds_of_times_is_still_heard()
    {
        await using var review = await InProcessReview.OpenAsync(parts);
        var tip = TipOf.Text("SM1");
        var state = TipState.New(tip);
        for (var n = 0; n < 600; n++)
            state = state.Apply(new LedgerEvent(
                TipJournal.ScopeOf(tip), n, review.Time.GetUtcNow(), Actor.Line.Id, "", n % 2 == 0 ? EventKind.Answered : EventKind.Linked, null,
                new AnsweredEvent(TipOf.Text($"{n}"), null).ToFacts(), ""));
        Assert.InRange(state.ToJson().Length, 1, 32_000);
    }

    private static Part Form(
        InProcessReview review, TipId tip, string source, string text, FormAnswers? answers, string reach = "") => review.Seal(
        tip, PartKind.Statement, source, Channel.Web, review.Time.GetUtcNow(),
        new StatementContent(text, reach, "", source, 0, null, answers), PartContents.Default.StatementContent);

    private static string Repeated(string sentence, int characters) =>
        string.Concat(Enumerable.Repeat(sentence, (characters / sentence.Length) + 1))[..characters];
}
