using System.Collections.Immutable;
using System.Globalization;
using Hotline.Contracts;
using Hotline.Review.Ledger;

namespace Hotline.Review.Tips;

/// <content>What each event makes of it.</content>
public sealed partial record TipState
{
    private const int MostReasons = 24;

    // A state is a column of its row and of each list: one reporter's hundred answers must not keep the next one from being accepted. The
    // chain has them all, and the page lists them from it.
    private const int MaxLinks = 100;

    // Each wakes by a message of the transaction that accepts a part, which takes a hundred rows.
    private const int MaxEarlier = 20;

    // From the sixth of the same words on: nine words in ten are the same, and all that SimilarTips names at most.
    private const double SameWords = 0.9;
    private const int MostOften = 5;

    // Whatever else happens to a tip is not its reporter's to know.
    private (string, int, int, int, int) Known => (Standing, Receipts, Recordings + Statements + Attachments, Answers.Count, Earlier.Count);

    /// <summary>The state after one more event.</summary>
    public TipState Apply(AuditEvent happened)
    {
        var next = happened.Act switch
        {
            Act.Accepted => Accept(happened),
            Act.Claimed => this with { Holder = happened.Who, HolderName = happened.Name, HeldUntil = Until(happened), IsAnswered = false },
            Act.Assigned => this with { Holder = happened.Fact("to"), HolderName = happened.Fact("name"), HeldUntil = Until(happened) },
            Act.Released or Act.Lapsed => this with { Holder = null, HolderName = null, HeldUntil = null },
            Act.Escalated => this with { IsEscalated = true },
            Act.Tagged => this with { Tags = [.. happened.Needed("tags").Split(',', StringSplitOptions.RemoveEmptyEntries)] },
            Act.Prioritised => this with { Priority = Count(happened.Needed("priority")), IsPrioritySet = true, Unlowered = null },
            Act.Asked => this with { Stage = TipStage.Waiting, Questions = Questions + 1, AskedAt = happened.At, IsAnswered = false },
            Act.Answered => this with
            {
                Stage = TipStage.Open, IsAnswered = true, Disposition = null, ClosedAt = null,
                Answers = Added(Answers, happened.Needed("tip"), MaxLinks),
            },
            Act.Linked => this with { Links = Added(Links, happened.Needed("tip"), MaxLinks), Earlier = EarlierAfter(happened) },
            Act.Closed => this with
            {
                Stage = TipStage.Closed, ClosedAt = happened.At,
                Disposition = happened.Fact("disposition") is { } disposition ? Enum.Parse<Disposition>(disposition) : null,
                Holder = null, HolderName = null, HeldUntil = null, IsEscalated = false, IsAnswered = false,
            },
            // YES and END are carrier words, and may be an answer.
            Act.Consented => this with
            {
                Stage = Stage == TipStage.Waiting ? TipStage.Open : Stage, IsAnswered = IsAnswered || Stage == TipStage.Waiting,
            },
            Act.Tested => this with
            {
                IsCanary = true, Stage = TipStage.Canary, Opened = Revision == 0 ? happened.At : Opened,
                Latest = Revision == 0 ? happened.At : Latest, Number = null, Priority = 4, Lowered = [], Unlowered = null, Reasons = [],
                Unread = null, Heard = null, IsAnswered = false, Holder = null, HolderName = null, HeldUntil = null, IsEscalated = false, Disposition = null,
                ClosedAt = null,
            },
            Act.Dropped => New(Id) with
            {
                Revision = Revision, IsCanary = IsCanary, Stage = TipStage.Dropped, Opened = Opened, Latest = Latest,
            },
            Act.Opened or Act.Downloaded => OpenedBy(happened),
            Act.Notified => this with { Notified = Notified + 1, NotifiedAt = happened.At },
            Act.Corrected => this with { },
            Act.Blocked => LowerBy(Lowered.Add(Lowering.Blocked)),
            Act.Unblocked => LowerBy(Lowered.Remove(Lowering.Blocked)),
            Act.Compared when !IsCanary && Repeats(happened) && !Lowered.Contains(Lowering.Repeated) =>
                LowerBy(Lowered.Add(Lowering.Repeated)),
            Act.Reopened => this with { Stage = TipStage.Open, Disposition = null, ClosedAt = null },
            _ => this,
        };
        if (next.NeedsClaim && !NeedsClaim)
            next = next with { NeedsClaimSince = happened.At, NotifiedBefore = Notified };
        // Who reads a tip must not be refused because somebody was told of it, or listens to it.
        if (ReferenceEquals(next, this) || happened.Act is Act.Notified or Act.Opened or Act.Downloaded)
            return next;
        return next with { Revision = Revision + 1, ToldAt = next.Known == Known ? ToldAt : Revision + 1 };
    }

    // The line links an answer to what it answers, and then the other way round; what people link is neither.
    private ImmutableSortedSet<string> EarlierAfter(AuditEvent linked) =>
        linked.Who == Actor.Line.Id && linked.Fact("back") is null && !Answers.Contains(linked.Needed("tip"))
            ? Added(Earlier, linked.Needed("tip"), MaxEarlier) : Earlier;

    private static ImmutableSortedSet<string> Added(ImmutableSortedSet<string> tips, string tip, int max) =>
        tips.Count < max ? tips.Add(tip) : tips;

    // What was ours stays ours, whatever comes of it; how it stands is told by its own acts.
    private TipState Accept(AuditEvent happened)
    {
        var after = AcceptReport(happened);
        return !IsCanary || ReferenceEquals(after, this) ? after : after with
        {
            Stage = Stage, Priority = Priority, Lowered = Lowered, Unlowered = Unlowered, Reasons = Reasons, Number = null,
            Unread = null, Heard = null, IsAnswered = false, Disposition = null, ClosedAt = ClosedAt,
        };
    }

    private TipState AcceptReport(AuditEvent happened)
    {
        var kind = Enum.Parse<PartKind>(happened.Needed("kind"));
        // How far our own text got is read from its event; the tip is as it was.
        if (kind == PartKind.DeliveryStatus && Revision > 0)
            return this;
        var received = DateTimeOffset.Parse(happened.Needed("received"), CultureInfo.InvariantCulture);
        var reasons = ReasonsOf(happened).ToList();
        var hasContent = kind.HasContent();
        var found = happened.Fact("priority") is { } read ? Count(read) : hasContent || kind == PartKind.Missing ? 3 : 4;
        var isFirst = Revision == 0;
        // What was lost on its way is somebody's report: it must not lie unseen until it is dropped as dormant.
        var isWork = hasContent || kind == PartKind.Missing || happened.Fact("priority") is not null;
        var next = this with
        {
            Stage = (Stage, hasContent) switch
            {
                (TipStage.Dormant or TipStage.Dropped, _) => isWork ? TipStage.Open : TipStage.Dormant,
                (TipStage.Closed or TipStage.Waiting, true) => TipStage.Open,
                // That something is missing may change what was decided.
                (TipStage.Closed, false) when kind == PartKind.Missing => TipStage.Open,
                _ => Stage,
            },
            IsAnswered = IsAnswered || (Stage is TipStage.Closed or TipStage.Waiting && hasContent),
            Disposition = hasContent ? null : Disposition,
            ClosedAt = hasContent ? null : ClosedAt,
            Priority = IsPrioritySet ? Priority : Math.Min(isFirst ? LeastUrgent : Unlowered ?? Priority, found),
            Unlowered = null,
            Opened = isFirst || received < Opened ? received : Opened,
            Latest = received > Latest ? received : Latest,
            Line = happened.Fact("line") ?? Line,
            Channels = kind == PartKind.Receipt ? Channels : Channels.Add(Enum.Parse<Channel>(happened.Needed("channel"))),
            Language = kind == PartKind.Receipt ? Language : happened.Fact("language") ?? Language,
            Number = happened.Fact("number") ?? Number,
            Reasons = Reasons.AddRange(reasons.Take(Math.Max(0, MostReasons - Reasons.Count))),
            Recordings = Recordings + (kind == PartKind.Recording ? 1 : 0),
            Statements = Statements + (kind == PartKind.Statement ? 1 : 0),
            Attachments = Attachments + (kind == PartKind.Attachment && happened.Fact("layout") is null ? 1 : 0),
            Receipts = Receipts + (kind == PartKind.Receipt ? 1 : 0),
            SilentRecordings = SilentRecordings + (kind == PartKind.Recording && happened.Fact("silent") is not null ? 1 : 0),
            HasWords = HasWords || happened.Fact("priority") is not null,
        };
        return next.LowerBy(next.LoweredWith(happened)).ReadBy(happened);
    }

    // What was found of its number stays; silence ends with the first word or sound.
    private ImmutableSortedSet<Lowering> LoweredWith(AuditEvent accepted)
    {
        var isSilent = Recordings > 0 && SilentRecordings == Recordings && Statements + Attachments == 0 && !HasWords;
        var told = (accepted.Fact("lowered") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<Lowering>);
        return (isSilent ? Lowered.Add(Lowering.Silent) : Lowered.Remove(Lowering.Silent)).Union(told);
    }

    private TipState LowerBy(ImmutableSortedSet<Lowering> lowered)
    {
        var read = Unlowered ?? Priority;
        return this with
        {
            Lowered = lowered,
            Unlowered = lowered.IsEmpty || IsPrioritySet ? null : read,
            Priority = lowered.IsEmpty || IsPrioritySet || read == MostUrgent ? read : LeastUrgent,
        };
    }

    // {tip}:{likeness};… as SimilarTips found them.
    private static bool Repeats(AuditEvent compared) =>
        compared.Needed("similar").Split(';')
            .Count(one => double.Parse(one[(one.IndexOf(':') + 1)..], CultureInfo.InvariantCulture) >= SameWords)
            >= MostOften;

    // rule:start:length, separated by semicolons.
    private static IEnumerable<Reason> ReasonsOf(AuditEvent happened) =>
        from text in (happened.Fact("reasons") ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries)
        let fields = text.Split(':') is { Length: 3 } three
            ? three : throw new FormatException("A reason has a rule, a start and a length.")
        select new Reason(happened.Needed("part"), fields[0], Count(fields[1]), Count(fields[2]));

    private static DateTimeOffset Until(AuditEvent happened) =>
        DateTimeOffset.Parse(happened.Needed("until"), CultureInfo.InvariantCulture);

    private static int Count(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
