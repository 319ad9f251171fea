using System.Collections.Immutable;
using Hotline.Contracts;
using Hotline.Review.Ledger;

namespace Hotline.Review.Tips;

/// <content>What each event makes of it.</content>
public sealed partial record TipState
{
    private const int MaxReasons = 24;

    // A state is a column of its row and of each list: one reporter's hundred answers must not keep the next one from being accepted. The
    // chain has them all, and the page lists them from it.
    private const int MaxLinks = 100;

    // Each wakes by a message of the transaction that accepts a part, which takes a hundred rows.
    private const int MaxEarlier = 20;

    // From the sixth of the same words on: nine words in ten are the same, and all that SimilarTipFinder names at most.
    private const double SameWords = 0.9;
    private const int MostOften = 5;

    // Whatever else happens to a tip is not its reporter's to know.
    private (string, int, int, int, int) Known => (Standing, Receipts, Recordings + Statements + Attachments, Answers.Count, Earlier.Count);

    /// <summary>The state after one more event.</summary>
    public TipState Apply(LedgerEvent happened)
    {
        var next = happened.Act switch
        {
            EventKind.Accepted => Accept(happened.As<AcceptedEvent>()),
            EventKind.Claimed => this with
            {
                Holder = happened.Who, HolderName = happened.Name, HeldUntil = happened.As<ClaimedEvent>().Until, IsAnswered = false,
            },
            EventKind.Assigned => GivenBy(happened.As<AssignedEvent>()),
            EventKind.Released or EventKind.Lapsed => this with { Holder = null, HolderName = null, HeldUntil = null },
            EventKind.Escalated => this with { IsEscalated = true },
            EventKind.Tagged => this with { Tags = [.. happened.As<TaggedEvent>().Tags] },
            EventKind.Prioritised => this with
            {
                Priority = happened.As<PrioritisedEvent>().Priority, IsPrioritySet = true, PriorityByRules = null,
            },
            EventKind.Asked => this with { Stage = TipStage.Waiting, Questions = Questions + 1, AskedAt = happened.At, IsAnswered = false },
            EventKind.Answered => this with
            {
                Stage = TipStage.Open, IsAnswered = true, Disposition = null, ClosedAt = null,
                Answers = Added(Answers, happened.As<AnsweredEvent>().Tip, MaxLinks),
            },
            EventKind.Linked => this with
            {
                Links = Added(Links, happened.As<LinkedEvent>().Tip, MaxLinks),
                Earlier = EarlierAfter(happened.Who, happened.As<LinkedEvent>()),
            },
            EventKind.Closed => this with
            {
                Stage = TipStage.Closed, ClosedAt = happened.At,
                Disposition = happened.As<ClosedEvent>().Disposition,
                Holder = null, HolderName = null, HeldUntil = null, IsEscalated = false, IsAnswered = false,
            },
            // YES and END are carrier words, and may be an answer.
            EventKind.Consented => this with
            {
                Stage = Stage == TipStage.Waiting ? TipStage.Open : Stage, IsAnswered = IsAnswered || Stage == TipStage.Waiting,
            },
            EventKind.Tested => this with
            {
                IsCanary = true, Stage = TipStage.Canary, Opened = Revision == 0 ? happened.At : Opened,
                Latest = Revision == 0 ? happened.At : Latest, Number = null, Priority = 4, Lowered = [], PriorityByRules = null, Reasons = [],
                Unread = null, Heard = null, IsAnswered = false, Holder = null, HolderName = null, HeldUntil = null, IsEscalated = false, Disposition = null,
                ClosedAt = null,
            },
            EventKind.Dropped => New(Id) with
            {
                Revision = Revision, IsCanary = IsCanary, Stage = TipStage.Dropped, Opened = Opened, Latest = Latest,
            },
            EventKind.Opened or EventKind.Downloaded => OpenedBy((happened.What as PartEvent)?.Part),
            EventKind.Notified => this with { Notified = Notified + 1, NotifiedAt = happened.At },
            EventKind.Corrected => this with { },
            EventKind.Blocked => Deprioritise(Lowered.Add(DeprioritisedReason.Blocked)),
            EventKind.Unblocked => Deprioritise(Lowered.Remove(DeprioritisedReason.Blocked)),
            EventKind.Compared => !IsCanary && Repeats(happened.As<ComparedEvent>()) && !Lowered.Contains(DeprioritisedReason.Repeated)
                ? Deprioritise(Lowered.Add(DeprioritisedReason.Repeated)) : this,
            EventKind.Reopened => this with { Stage = TipStage.Open, Disposition = null, ClosedAt = null },
            EventKind.Viewed or EventKind.ShowedNumber or EventKind.ShowedCodes or EventKind.Noted or EventKind.Texted => this,
            // Of chains of their own.
            EventKind.Undelivered or EventKind.Redriven or EventKind.SetAside or EventKind.SignedIn or EventKind.Looked or EventKind.Verified => this,
        };
        if (next.NeedsClaim && !NeedsClaim)
            next = next with { NeedsClaimSince = happened.At, NotifiedBefore = Notified };
        // Who reads a tip must not be refused because somebody was told of it, or listens to it.
        if (ReferenceEquals(next, this) || happened.Act is EventKind.Notified or EventKind.Opened or EventKind.Downloaded)
            return next;
        return next with { Revision = Revision + 1, ToldAt = next.Known == Known ? ToldAt : Revision + 1 };
    }

    private TipState GivenBy(AssignedEvent given) => this with { Holder = given.To, HolderName = given.Name, HeldUntil = given.Until };

    // The line links an answer to what it answers, and then the other way round; what people link is neither.
    private ImmutableSortedSet<string> EarlierAfter(string who, LinkedEvent linked) =>
        who == Actor.Line.Id && !linked.IsBack && !Answers.Contains(linked.Tip.Value)
            ? Added(Earlier, linked.Tip, MaxEarlier) : Earlier;

    private static ImmutableSortedSet<string> Added(ImmutableSortedSet<string> tips, TipId tip, int max) =>
        tips.Count < max ? tips.Add(tip.Value) : tips;

    // What was ours stays ours, whatever comes of it; how it stands is told by its own acts.
    private TipState Accept(AcceptedEvent accepted)
    {
        var after = AcceptReport(accepted);
        return !IsCanary || ReferenceEquals(after, this) ? after : after with
        {
            Stage = Stage, Priority = Priority, Lowered = Lowered, PriorityByRules = PriorityByRules, Reasons = Reasons, Number = null,
            Unread = null, Heard = null, IsAnswered = false, Disposition = null, ClosedAt = ClosedAt,
        };
    }

    private TipState AcceptReport(AcceptedEvent accepted)
    {
        var (kind, received) = (accepted.Kind, accepted.Received);
        // How far our own text got is read from its event; the tip is as it was.
        if (kind == PartKind.DeliveryStatus && Revision > 0)
            return this;
        var reasons = ReasonsOf(accepted).ToList();
        var hasContent = kind.HasContent();
        var found = accepted.Priority ?? (hasContent || kind == PartKind.Missing ? 3 : 4);
        var isFirst = Revision == 0;
        // What was lost on its way is somebody's report: it must not lie unseen until it is dropped as dormant.
        var isWork = hasContent || kind == PartKind.Missing || accepted.Priority is not null;
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
            Priority = IsPrioritySet ? Priority : Math.Min(isFirst ? LeastUrgent : PriorityByRules ?? Priority, found),
            PriorityByRules = null,
            Opened = isFirst || received < Opened ? received : Opened,
            Latest = received > Latest ? received : Latest,
            Line = accepted.Line ?? Line,
            Channels = kind == PartKind.Receipt ? Channels : Channels.Add(accepted.Channel),
            Language = kind == PartKind.Receipt ? Language : accepted.Language ?? Language,
            Number = accepted.Number ?? Number,
            Reasons = Reasons.AddRange(reasons.Take(Math.Max(0, MaxReasons - Reasons.Count))),
            Recordings = Recordings + (kind == PartKind.Recording ? 1 : 0),
            Statements = Statements + (kind == PartKind.Statement ? 1 : 0),
            Attachments = Attachments + (kind == PartKind.Attachment && !accepted.IsLayout ? 1 : 0),
            Receipts = Receipts + (kind == PartKind.Receipt ? 1 : 0),
            SilentRecordings = SilentRecordings + (kind == PartKind.Recording && accepted.IsSilent ? 1 : 0),
            HasWords = HasWords || accepted.Priority is not null,
        };
        return next.Deprioritise(next.LoweredWith(accepted)).ReadBy(accepted);
    }

    // What was found of its number stays; silence ends with the first word or sound.
    private ImmutableSortedSet<DeprioritisedReason> LoweredWith(AcceptedEvent accepted)
    {
        var isSilent = Recordings > 0 && SilentRecordings == Recordings && Statements + Attachments == 0 && !HasWords;
        return (isSilent ? Lowered.Add(DeprioritisedReason.Silent) : Lowered.Remove(DeprioritisedReason.Silent)).Union(accepted.Lowered);
    }

    private TipState Deprioritise(ImmutableSortedSet<DeprioritisedReason> lowered)
    {
        var read = PriorityByRules ?? Priority;
        return this with
        {
            Lowered = lowered,
            PriorityByRules = lowered.IsEmpty || IsPrioritySet ? null : read,
            Priority = lowered.IsEmpty || IsPrioritySet || read == MostUrgent ? read : LeastUrgent,
        };
    }

    private static bool Repeats(ComparedEvent compared) => compared.Similar.Count(one => one.Likeness >= SameWords) >= MostOften;

    private static IEnumerable<Reason> ReasonsOf(AcceptedEvent accepted) =>
        (accepted.Reasons ?? []).Select(place => new Reason(accepted.NeededPart().Value, place.Rule, place.Start, place.Length));
}
