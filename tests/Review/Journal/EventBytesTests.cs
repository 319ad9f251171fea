using Hotline.Contracts;
using Hotline.Review.Casework;
using Hotline.Review.Ledger;
using Hotline.Review.Tips;

namespace Hotline.Tests.Review.Journal;

/// <summary>
/// The JSON of events, byte for byte: it is hashed, and its copies can't be changed. <c>events.jsonl</c> was written by the code that had
/// no records of events yet.
/// </summary>
public sealed class EventBytesTests
{
    private const string Hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    private const string Day = "day-rosa-vidal-2026-11-30";
    private const string Message = "undelivered-0a-0b";
    private static readonly DateTimeOffset At = new(2026, 11, 30, 12, 34, 56, 789, TimeSpan.Zero);
    private static readonly DateTimeOffset Soon = At.AddMinutes(15);
    private static readonly DateTimeOffset Received = At.AddSeconds(-7).AddTicks(1);
    private static readonly TipId Tip = TipOf.Text("SM1");
    private static readonly TipId Other = TipOf.Text("SM2");
    private static readonly Actor Rosa = new("rosa-vidal", "Rosa Vidal <é>", "203.0.113.7");
    private static readonly string[] Lines =
        File.ReadAllLines(Path.Combine(Oracle.Root, "tests", "Review", "Journal", "events.jsonl"));

    [Fact]
    public void Every_kind_of_event_is_written_as_it_always_was() => Assert.Equal(
        Lines,
        Events().Index().Select(one => new Chain(one.Item.Scope, one.Index, one.Index == 0 ? "" : Hash, null)
            .Follow([one.Item.Happened], one.Item.Actor ?? Actor.Line, At.AddTicks(one.Index))[0].ToJson()));

    [Fact]
    public void Every_kind_of_event_is_there() => Assert.Equal(
        Enum.GetValues<EventKind>(), Lines.Select(line => LedgerEvent.Read(line).Act).Distinct().Order());

    [Fact]
    public void What_is_read_is_written_again_as_it_was() => Assert.All(Lines, line => Assert.Equal(line, LedgerEvent.Read(line).ToJson()));

    [Fact]
    public void Every_record_has_a_kind_of_its_own_and_holds_all_facts_of_its_event() => Assert.All(Lines.Select(LedgerEvent.Read), happened =>
    {
        Assert.IsNotType<UnreadableEvent>(happened.What);
        Assert.Equal(happened.Act, happened.What.Act);
        Assert.Equal(happened.Facts.Where(fact => fact.Key != "cut").ToList(), happened.What.ToFacts().ToList());
    });

    [Fact]
    public void Every_record_of_an_event_is_of_a_kind()
    {
        var records = typeof(NewEvent).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(NewEvent)) && !type.IsAbstract && type != typeof(UnreadableEvent));
        Assert.Equal(
            records.OrderBy(type => type.Name, StringComparer.Ordinal),
            Lines.Select(line => LedgerEvent.Read(line).What.GetType()).Distinct().OrderBy(type => type.Name, StringComparer.Ordinal));
    }

    [Fact]
    public void Every_kind_has_words_and_a_state_after_it() => Assert.All(Lines.Select(LedgerEvent.Read), happened =>
    {
        Assert.NotEmpty(EventWords.Of(happened));
        Assert.NotNull((TipState.New(Tip) with { Revision = 1, Stage = TipStage.Open }).Apply(happened));
    });

    [Fact]
    public void A_fact_of_a_newer_version_is_kept_and_hinders_nobody()
    {
        var line = Lines[0].Replace("\"facts\":{", "\"facts\":{\"added\":\"later\",", StringComparison.Ordinal);
        var happened = LedgerEvent.Read(line);
        Assert.Equal(line, happened.ToJson());
        Assert.Equal(1, happened.As<AcceptedEvent>().Priority);
    }

    [Theory]
    [InlineData("\"act\":\"Purged\"")]
    [InlineData("\"act\":99")]
    public void An_event_of_a_kind_that_only_a_newer_version_has_is_none_that_can_be_read(string act) =>
        Assert.Null(LedgerEvent.TryRead(Lines[0].Replace("\"act\":\"Accepted\"", act, StringComparison.Ordinal)));

    [Fact]
    public void What_was_altered_is_shown_by_its_kind_and_can_t_have_happened()
    {
        var line = Assert.Single(Lines, line => line.Contains("\"Assigned\"", StringComparison.Ordinal));
        var altered = LedgerEvent.Read(line.Replace("2026-11-30T12:49", "whenever", StringComparison.Ordinal));
        Assert.IsType<UnreadableEvent>(altered.What);
        Assert.Equal("assigned it", EventWords.Of(altered));
        Assert.Throws<FormatException>(() => TipState.New(Tip).Apply(altered));
    }

    [Theory]
    [InlineData("Answered")]
    [InlineData("Linked")]
    [InlineData("Compared")]
    public void A_tip_named_as_we_never_do_is_one_that_nobody_has_and_hinders_nobody(string act)
    {
        var line = Lines.First(line => line.Contains($"\"act\":\"{act}\"", StringComparison.Ordinal));
        var happened = LedgerEvent.Read(line.Replace(Other.Value, "whatever", StringComparison.Ordinal));
        TipId? named = happened.What switch
        {
            AnsweredEvent answered => answered.Tip,
            LinkedEvent linked => linked.Tip,
            ComparedEvent compared => compared.Similar[0].Tip,
            _ => null,
        };
        Assert.Equal(TipId.None, named);
        Assert.NotNull(TipState.New(Tip).Apply(happened));
        Assert.Contains("whatever", happened.ToJson(), StringComparison.Ordinal);
    }

    private static IEnumerable<(string Scope, Actor? Actor, NewEvent Happened)> Events()
    {
        var tip = TipJournal.ScopeOf(Tip);
        foreach (var accepted in Accepted())
            yield return (tip, null, accepted);
        yield return (tip, Rosa, new ViewedEvent());
        yield return (tip, Rosa, new OpenedEvent(new PartId("recording-RE1")));
        yield return (tip, Rosa, new DownloadedEvent(new PartId("attachment-ME1")));
        yield return (tip, Rosa, new ShowedNumberEvent(new PartId("note-01")));
        yield return (tip, Rosa, new ShowedCodesEvent(new PartId("note-02")));
        yield return (tip, Rosa, new ClaimedEvent(Soon));
        yield return (tip, Rosa, new ReleasedEvent());
        yield return (tip, null, new LapsedEvent());
        yield return (tip, Rosa, new AssignedEvent("ben-okafor", "Ben Okafor", Soon));
        yield return (tip, Rosa, new EscalatedEvent(new PartId("note-03")));
        yield return (tip, Rosa, new NotedEvent(new PartId("note-04")));
        yield return (tip, Rosa, new TaggedEvent(["school", "threat"]));
        yield return (tip, Rosa, new TaggedEvent([]));
        yield return (tip, Rosa, new PrioritisedEvent(2, new PartId("note-05")));
        yield return (tip, Rosa, new BlockedEvent(new PartId("note-06"), null));
        yield return (tip, Rosa, new UnblockedEvent(new PartId("note-07"), null));
        yield return ("block-0a1b", Rosa, new BlockedEvent(null, Tip));
        yield return ("block-0a1b", Rosa, new UnblockedEvent(null, Tip));
        yield return (tip, Rosa, new CorrectedEvent(new PartId("correction-08"), new PartId("transcript-RE1-speech-text")));
        yield return (tip, Rosa, new AskedEvent(new PartId("question-09"), 1));
        yield return (tip, null, new TextedEvent(new PartId("question-09"), "SM3", null));
        yield return (tip, null, new TextedEvent(new PartId("question-09"), null, "STOP"));
        yield return (tip, null, new AnsweredEvent(Other, new PartId("statement-SM2")));
        yield return (tip, Rosa, new LinkedEvent(Other, new PartId("note-10")));
        yield return (tip, null, new LinkedEvent(Other));
        yield return (tip, null, new LinkedEvent(Other, IsBack: true));
        yield return (tip, Rosa, new ClosedEvent(Disposition.ProtectedSpeech, new PartId("note-11")));
        yield return (tip, null, new ClosedEvent(null, Canary: ClosedEvent.Whole));
        yield return (tip, null, new ClosedEvent(null, Canary: ClosedEvent.Late));
        yield return (tip, Rosa, new ReopenedEvent(new PartId("note-12")));
        yield return (tip, null, new NotifiedEvent(2));
        yield return (tip, null, new ConsentedEvent(new PartId("consent-SM4"), "END"));
        yield return ("consent-0a1b", null, new ConsentedEvent(new PartId("consent-SM4"), "STOP", "+15005550100"));
        yield return (Message, null, new UndeliveredEvent(
            "import-RE1", "intake", "No row names this evidence.", Received.UtcDateTime.ToString("O"), 3, Hash));
        yield return (Message, null, new UndeliveredEvent("statement-SM1", "tips", "No reason was given.", null, 0, null));
        yield return (Message, Rosa, new RedrivenEvent("The key is there now."));
        yield return (Message, Rosa, new RedrivenEvent(null));
        yield return (Message, Rosa, new SetAsideEvent("Not ours."));
        yield return (tip, null, new DroppedEvent());
        yield return (tip, null, new TestedEvent());
        yield return (tip, null, new ComparedEvent(
            new PartId("statement-SM1"), [SimilarTip.Of(Other, 0.9712), SimilarTip.Of(TipOf.Text("SM5"), 0.8)]));
        yield return (Day, Rosa, new SignedInEvent());
        yield return (Day, Rosa, new LookedEvent(LookedEvent.Queue, "mine"));
        yield return (Day, Rosa, new LookedEvent(LookedEvent.Audit, Tip: "whatever was typed"));
        yield return (Day, Rosa, new LookedEvent(LookedEvent.Audit));
        yield return (Day, Rosa, new VerifiedEvent(12));
    }

    private static IEnumerable<AcceptedEvent> Accepted()
    {
        yield return Part("statement-SM1", PartKind.Statement, Channel.Text, null) with
        {
            Priority = 1, Reasons = [new RulePlace("threat", 0, 9), new RulePlace("weapon", 20, 3)], Likeness = "AAECAwQF",
            Line = "+15005550100", Number = "0a1b", Lowered = [DeprioritisedReason.Many, DeprioritisedReason.Blocked],
        };
        yield return Part("statement-01", PartKind.Statement, Channel.Web, "es") with { Priority = 3, Reasons = [] };
        yield return Part("statement-SM6", PartKind.Statement, Channel.Text, "en") with
        {
            Priority = 2, Reasons = [new RulePlace("unjudged", 0, 0)], Unjudged = "triage,likeness", Line = "+15005550100", Number = "0a1b",
        };
        yield return Part("statement-SM7", PartKind.Statement, Channel.Text, new string('é', 3000)) with
        {
            Priority = 1, Reasons = [.. Enumerable.Range(0, 2000).Select(n => new RulePlace("threat", n, 9))], Likeness = "AAECAwQF",
            Line = new string('1', 3000), Number = "0a1b",
        };
        yield return Part("recording-RE1", PartKind.Recording, Channel.Phone, "en") with { IsUnread = true, IsSilent = true, IsShort = true };
        yield return Part("transcript-RE1-speech-text", PartKind.Transcript, Channel.Phone, "en") with
        {
            Priority = 3, Reasons = [], Likeness = "AAECAwQF", Heard = new PartId("recording-RE1"),
        };
        yield return Part("attachment-ME1", PartKind.Attachment, Channel.Text, null) with { IsUnread = true, IsLayout = true };
        yield return Part("attachment-ME2", PartKind.Attachment, Channel.Web, null) with { Priority = 3, Reasons = [], IsShort = true };
        yield return Part("callsummary-CA1", PartKind.CallSummary, Channel.Phone, "es") with
        {
            Line = "+15005550100", Number = "0a1b", Lowered = [DeprioritisedReason.Many],
        };
        yield return Part("receipt-01", PartKind.Receipt, Channel.Web, "es") with { Lookup = Hash };
        yield return Part("deliverystatus-SM3-failed", PartKind.DeliveryStatus, Channel.Text, null) with
        {
            Sid = "SM3", Status = "failed", Error = 30003, Question = new PartId("question-09"),
        };
        yield return Part("deliverystatus-SM3-sent", PartKind.DeliveryStatus, Channel.Text, null) with
        {
            Sid = "SM3", Status = "sent", Question = new PartId("question-09"),
        };
        yield return Part("missing-RE2", PartKind.Missing, Channel.Phone, "en") with
        {
            Missing = PartKind.Recording, MissingBecause = MissingReason.Unreachable,
        };
        yield return Part("link-SM1", PartKind.Link, Channel.Text, null) with { Earlier = Other };
        yield return Part("link-SM8", PartKind.Link, Channel.Text, null) with { Unjudged = "facts" };
    }

    private static AcceptedEvent Part(string part, PartKind kind, Channel channel, string? language) =>
        new(new PartId(part), kind, channel, language, Received);
}
