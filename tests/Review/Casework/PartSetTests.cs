using System.Collections.Immutable;
using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Hotline.Contracts;
using Hotline.Review.Ledger;
using Hotline.Review.Tips;

namespace Hotline.Tests.Review.Casework;

/// <summary>
/// A tip is a set of parts: whatever the order in which they come, and however often each, the state is the one that a few sets make. A
/// tip's parts have one language, one number and one line, as intake gives them. What tells of the arrival itself is left out: the revision
/// at which something became the reporter's to know, and since when it needs a claim.
/// </summary>
[Trait("Speed", "slow")]
public sealed class PartSetTests(SharedParts parts)
{
    private const string Line = "+15005550100";
    private const string From = "+15005550006";
    private static readonly TipId Tip = TipOf.Call("CA1");
    private static readonly DateTimeOffset At = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly InProcessReview Pure = InProcessReview.WithoutStorage();

    private static readonly PartKind[] Kinds =
        [PartKind.Statement, PartKind.Recording, PartKind.Attachment, PartKind.Transcript, PartKind.CallSummary, PartKind.Receipt];

    private static readonly string[] Texts = ["", "Hello.", "They posted her address.", "He will come tonight with a gun and kill us."];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Property(MaxTest = 100)]
    public Property Parts_in_any_order_make_the_state_that_their_sets_make() => Prop.ForAll(
        Arrivals().ToArbitrary(), arrivals =>
        {
            var facts = arrivals.Distinct().ToDictionary(one => one, FactsOf);
            var one = Told(arrivals.Distinct(), facts);
            var other = Told(arrivals.Reverse().Distinct(), facts);
            var model = Modelled(facts.Values);
            return (Canon(one) == Canon(other)).Label($"{Canon(one)}\n{Canon(other)}")
                .And((Sets(one) == model).Label($"{Sets(one)}\n{model}"));
        });

    [Fact]
    public async Task Parts_accepted_in_any_order_and_any_number_of_times_are_each_one_row_and_one_event()
    {
        await using var review = await InProcessReview.OpenAsync(parts);
        var kinds = Kinds.Except([PartKind.Recording, PartKind.Attachment]).ToArray();
        foreach (var (arrivals, n) in SeededSamples.Of(Arrivals(kinds), 25).Select((arrivals, n) => (arrivals, n)))
        {
            var (once, often) = (TipOf.Call($"CA{n}"), TipOf.Text($"SM{n}"));
            var (few, all) = (arrivals.Distinct().OrderBy(one => one.Source).ToList(), arrivals);
            foreach (var one in few)
                await review.AcceptAsync(Sealed(review, one, once));
            // Two of the same at once, too.
            foreach (var pair in all.Chunk(2))
                await Task.WhenAll(pair.Select(one => review.AcceptAsync(Sealed(review, one, often))));
            var (first, second) = (await review.Journal.FindAsync(once, Stop), await review.Journal.FindAsync(often, Stop));
            Assert.Equal(Canon(first!), Canon(second! with { Id = once }));
            Assert.Equal(
                few.Select(one => Keys(often, one)).Order(), (await review.RowsAsync($"part|{often}|")).Select(row => row.RowKey));
            Assert.Equal(few.Count, (await review.RowsAsync($"event|tip-{often}|")).Count);
        }

        Assert.Empty((await review.Check.VerifyAsync(Stop)).Findings);
    }

    private static string Keys(TipId tip, Arrival one) => $"part|{tip}|{PartId.Of(one.Kind, one.Source)}";

    // In the order of arrival, some more than once.
    private static Gen<ImmutableList<Arrival>> Arrivals(PartKind[]? kinds = null) =>
        from count in Gen.Choose(1, 6)
        from some in Gen.ArrayOf(One(kinds ?? Kinds), count)
        let distinct = some.DistinctBy(one => (one.Kind, one.Source)).ToArray()
        from again in Gen.ListOf(Gen.Elements(distinct))
        from order in Gen.Shuffle(distinct.Concat(again))
        select order.ToImmutableList();

    private static Gen<Arrival> One(PartKind[] kinds) =>
        from kind in Gen.Elements(kinds)
        from source in Gen.Choose(1, 4)
        from minute in Gen.Choose(0, 30)
        from text in Gen.Elements(Texts)
        select new Arrival(kind, string.Create(CultureInfo.InvariantCulture, $"X{source}"), minute, text);

    // A recording of nothing is silent, as its blob would say.
    private static AcceptedEvent FactsOf(Arrival one) =>
        Pure.Facts.Of(Sealed(Pure, one)).Accepted with { IsSilent = one is { Kind: PartKind.Recording, Text: "" } };

    private static Part Sealed(InProcessReview review, Arrival one, TipId? tip = null)
    {
        var (of, at) = (tip ?? Tip, At.AddMinutes(one.Minute));
        return one.Kind switch
        {
            PartKind.Statement => review.Seal(
                of, one.Kind, one.Source, Channel.Text, at, new StatementContent(one.Text, From, Line, one.Source, 0, null),
                PartContents.Default.StatementContent),
            PartKind.Transcript => review.Seal(
                of, one.Kind, one.Source, Channel.Phone, at, new TranscriptContent("RE1", "Speech", one.Text, null, []),
                PartContents.Default.TranscriptContent),
            PartKind.CallSummary => review.Seal(
                of, one.Kind, one.Source, Channel.Phone, at, new CallSummaryContent(From, Line, "completed", 5, at, one.Source, null),
                PartContents.Default.CallSummaryContent),
            PartKind.Receipt => review.Seal(
                of, one.Kind, one.Source, Channel.Phone, at, new ReceiptContent(one.Source, "AA=="), PartContents.Default.ReceiptContent),
            _ => review.Seal(
                of, one.Kind, one.Source, one.Kind == PartKind.Recording ? Channel.Phone : Channel.Web, at,
                new EvidenceContent(one.Source, "b", null, 1, "", "audio/x-wav", null, null), PartContents.Default.EvidenceContent),
        };
    }

    private static TipState Told(IEnumerable<Arrival> arrivals, Dictionary<Arrival, AcceptedEvent> facts)
    {
        var state = TipState.New(Tip);
        foreach (var (one, n) in arrivals.Select((one, n) => (one, n)))
            state = state.Apply(new LedgerEvent(
                "tip", n, At.AddHours(n), Actor.Line.Id, Actor.Line.Name, EventKind.Accepted, null,
                facts[one].ToFacts(), ""));
        return state;
    }

    private static string Canon(TipState state) => (state with
    {
        ToldAt = 0, NeedsClaimSince = default,
        Reasons = [.. state.Reasons.OrderBy(reason => reason.Part, StringComparer.Ordinal)
            .ThenBy(reason => reason.ToString(), StringComparer.Ordinal)],
    }).ToJson();

    private static string Sets(TipState state) => string.Join(
        '\n', state.Stage, state.Priority, string.Join(',', state.Lowered), state.Revision, state.Opened, state.Latest,
        state.Line, state.Number is not null,
        string.Join(',', state.Channels), state.Recordings, state.Statements, state.Attachments, state.Receipts,
        string.Join(',',
            state.Reasons.Select(reason => $"{reason.Part} {reason.Rule}:{reason.Start}:{reason.Length}").Order(StringComparer.Ordinal)));

    // The same by the sets alone, from what each part says of itself.
    private static string Modelled(IReadOnlyCollection<AcceptedEvent> accepted)
    {
        var all = accepted.Select(one => one.ToFacts()).ToList();
        var content = all.Where(one => one["kind"] is "Statement" or "Recording" or "Attachment").ToList();
        var times = all.ConvertAll(one => DateTimeOffset.Parse(one["received"], CultureInfo.InvariantCulture));
        var found = all.Select(one => one.GetValueOrDefault("priority") ?? (content.Contains(one) ? "3" : "4")).Min(StringComparer.Ordinal);
        var isWork = content.Count > 0 || all.Exists(one => one.GetValueOrDefault("priority") is not null);
        var recordings = all.FindAll(one => one["kind"] == "Recording");
        var isSilent = recordings.Count > 0 && recordings.TrueForAll(one => one.ContainsKey("silent"))
            && content.Count == recordings.Count && !all.Exists(one => one.GetValueOrDefault("priority") is not null);
        return string.Join(
            '\n', isWork ? TipStage.Open : TipStage.Dormant, isSilent ? "4" : found, isSilent ? nameof(DeprioritisedReason.Silent) : "",
            all.Count, times.Min(), times.Max(),
            all.Select(one => one.GetValueOrDefault("line")).Max(),
            all.Exists(one => one.GetValueOrDefault("number") is not null),
            string.Join(',',
                all.Where(one => one["kind"] != "Receipt").Select(one => Enum.Parse<Channel>(one["channel"])).ToImmutableSortedSet()),
            Count("Recording"), Count("Statement"), Count("Attachment"), Count("Receipt"),
            string.Join(',', all.SelectMany(one => (one.GetValueOrDefault("reasons") ?? "")
                .Split(';', StringSplitOptions.RemoveEmptyEntries)
                .Select(reason => $"{one["part"]} {reason}")).Order(StringComparer.Ordinal)));

        int Count(string kind) => all.Count(one => one["kind"] == kind);
    }

    private sealed record Arrival(PartKind Kind, string Source, int Minute, string Text);
}
