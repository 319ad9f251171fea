using Azure.Data.Tables;
using Hotline.Contracts;
using Hotline.Platform.Messaging;
using Hotline.Platform.Storage;
using Hotline.Review.Ledger;
using Hotline.Review.Numbers;
using Hotline.Review.SignIn;
using Hotline.Review.Table;
using Hotline.Review.Tips;
using Microsoft.Extensions.Options;

namespace Hotline.Review.Casework;

/// <summary>
/// What reviewers do to a tip. Who holds it acts alone; whoever acts on an older revision than the tip's is told what changed, and nothing
/// is written.
/// </summary>
public sealed class TipCasework(
    RoomTable table, TipJournal tips, AuthoredParts writing, ReviewerDirectory directory, BlockList blocked, IOptions<ReviewOptions> options, TimeProvider time)
    : IJobHandler<WakeTip>, IJobHandler<HearWord>
{
    /// <summary>Notes that somebody looked at the tip.</summary>
    public Task<TipState> ViewAsync(TipId tip, Actor actor, CancellationToken stop) =>
        tips.ActAsync(tip, actor, state => state.Revision == 0 || state.IsCanary ? Decision.Nothing : Decision.Of(new ViewedEvent()), stop);

    /// <summary>Claims a tip that nobody holds, or whose claim has run out.</summary>
    public Task<TipState> ClaimAsync(TipId tip, Actor actor, CancellationToken stop) => tips.ActAsync(
        tip, actor,
        state =>
        {
            RefuseClosed(Known(state));
            if (state.Holder == actor.Id && !HasLapsed(state))
                return Decision.Nothing;
            RefuseHeld(state, actor);
            var claimed = new ClaimedEvent(Until());
            return new Decision(state.Holder is null ? [claimed] : [new LapsedEvent(), claimed]);
        },
        stop);

    /// <summary>Renews the claim of whoever works on the tip: no event, one small write at most every third of the lease.</summary>
    public async Task RenewAsync(TipState state, Actor actor, CancellationToken stop)
    {
        var now = time.GetUtcNow();
        if (state.Holder != actor.Id || state.HeldUntil is not { } until || until < now || until - now > options.Value.Lease * 2 / 3)
            return;
        var row = await table.ReadAsync(ReviewKeys.ReviewShardOf(TipJournal.ScopeOf(state.Id)), ReviewKeys.Tip(state.Id), stop);
        // Where somebody acts on it this moment, the next look renews it.
        if (StateRow.Read(row).Holder == actor.Id)
            await table.TryWriteAsync(
                row.PartitionKey, row.RowKey, new TableEntity { { StateRow.HeldUntilColumn, now + options.Value.Lease } }, row.ETag, stop);
    }

    /// <summary>Gives a claim back.</summary>
    public Task<TipState> ReleaseAsync(TipId tip, Actor actor, CancellationToken stop) => tips.ActAsync(
        tip, actor, state => state.Holder == actor.Id ? Decision.Of(new ReleasedEvent()) : Decision.Nothing, stop);

    /// <summary>Frees a tip whose claim has run out.</summary>
    public Task<TipState> LapseAsync(TipId tip, CancellationToken stop) => tips.ActAsync(
        tip, Actor.Line, state => state.Holder is not null && HasLapsed(state) ? Decision.Of(new LapsedEvent()) : Decision.Nothing, stop);

    /// <summary>Gives the tip to somebody: the holder passes it on, a supervisor assigns it.</summary>
    public async Task<TipState> AssignAsync(TipId tip, string to, Actor actor, bool isSupervisor, CancellationToken stop)
    {
        var person = await directory.FindAsync(to, stop);
        return person is null
            ? throw new ConflictException("Choose to whom it goes.") : await AssignAsync(tip, to, person.Value.Name, actor, isSupervisor, stop);
    }

    /// <summary>Gives the tip to somebody who is known to be here.</summary>
    public Task<TipState> AssignAsync(
        TipId tip, string to, string name, Actor actor, bool isSupervisor, CancellationToken stop) => tips.ActAsync(
        tip, actor,
        state =>
        {
            RefuseClosed(Known(state));
            if (!isSupervisor)
                RefuseHeld(state, actor);
            return state.Holder == to && !HasLapsed(state)
                ? Decision.Nothing : Decision.Of(new AssignedEvent(to, name, Until()));
        },
        stop);

    /// <summary>Writes a note: nobody's claim hinders it.</summary>
    public Task<TipState> NoteAsync(TipId tip, string text, int revision, Actor actor, CancellationToken stop) =>
        WriteAsync(tip, PartKind.Note, text, null, revision, actor, (_, part) => Decision.Of(new NotedEvent(part)), stop);

    /// <summary>Asks for a supervisor.</summary>
    public Task<TipState> EscalateAsync(TipId tip, string reason, int revision, Actor actor, CancellationToken stop) =>
        WriteAsync(tip, PartKind.Note, reason, null, revision, actor, (state, part) =>
        {
            RefuseClosed(state);
            return state.IsEscalated ? Decision.Nothing : Decision.Of(new EscalatedEvent(part));
        }, stop);

    /// <summary>Puts the reporter's number on the block list, or takes it off; closed tips may give cause as well.</summary>
    public async Task<TipState> BlockAsync(
        TipId tip, bool isBlocked, string reason, int revision, Actor actor, CancellationToken stop)
    {
        string? number = null;
        var after = await WriteAsync(tip, PartKind.Note, reason, null, revision, actor, (state, part) =>
        {
            number = state.Number ?? throw new ConflictException("The tip came from no number that could be blocked.");
            return Decision.Of(isBlocked ? new BlockedEvent(part, null) : new UnblockedEvent(part, null));
        }, stop);
        await blocked.SetAsync(number!, isBlocked, tip, actor, stop);
        return after;
    }

    /// <summary>Changes the tags.</summary>
    public Task<TipState> TagAsync(
        TipId tip, IEnumerable<string> tags, int? revision, Actor actor, CancellationToken stop) => tips.ActAsync(
        tip, actor,
        state =>
        {
            Known(state);
            if (revision is { } seen)
                RefuseOld(state, seen, actor);
            // A bulk act adds to what is there; the tip's own form says all of them.
            var wanted = Tagging.Read(revision is null ? [.. state.Tags, .. tags] : tags);
            return wanted.SetEquals(state.Tags) ? Decision.Nothing : Decision.Of(new TaggedEvent([.. wanted]));
        },
        stop);

    /// <summary>Changes the priority.</summary>
    public Task<TipState> PrioritiseAsync(TipId tip, string priority, string reason, int revision, Actor actor, CancellationToken stop) =>
        WriteAsync(tip, PartKind.Note, reason, null, revision, actor, (state, part) =>
        {
            RefuseOld(state, revision, actor);
            return priority is ['1' or '2' or '3' or '4']
                ? Decision.Of(new PrioritisedEvent(priority[0] - '0', part))
                : throw new ConflictException("Choose a priority.");
        }, stop);

    /// <summary>Says what a transcript should have said; the original stays.</summary>
    public Task<TipState> CorrectAsync(TipId tip, PartId transcript, string text, int revision, Actor actor, CancellationToken stop) =>
        WriteAsync(tip, PartKind.Correction, text, transcript.Value, revision, actor, (state, part) =>
        {
            RefuseOld(state, revision, actor);
            return Decision.Of(new CorrectedEvent(part, transcript));
        }, stop);

    /// <summary>Notes that the number was shown, with the reason.</summary>
    public Task<TipState> ShowNumberAsync(TipId tip, string reason, int revision, Actor actor, CancellationToken stop) =>
        WriteAsync(tip, PartKind.Note, reason, null, revision, actor, (_, part) => Decision.Of(new ShowedNumberEvent(part)), stop);

    /// <summary>Notes that digits which may be a receipt's were shown, with the reason.</summary>
    public Task<TipState> ShowCodesAsync(TipId tip, string reason, int revision, Actor actor, CancellationToken stop) =>
        WriteAsync(tip, PartKind.Note, reason, null, revision, actor, (_, part) => Decision.Of(new ShowedCodesEvent(part)), stop);

    /// <summary>Links two tips, in both.</summary>
    public async Task<TipState> LinkAsync(TipId tip, TipId other, string reason, int revision, Actor actor, CancellationToken stop)
    {
        if (tip == other || await tips.FindAsync(other, stop) is not { IsCanary: false })
            throw new ConflictException("There is no such other tip.");
        var after = await WriteAsync(tip, PartKind.Note, reason, null, revision, actor, (state, part) =>
            state.Links.Contains(other.Value) ? Decision.Nothing : Decision.Of(new LinkedEvent(other, part)), stop);
        await tips.ActAsync(
            other, actor, state => state.Links.Contains(tip.Value) ? Decision.Nothing : Decision.Of(new LinkedEvent(tip)), stop);
        return after;
    }

    /// <summary>
    /// Something of the reporter's answer came, in a tip of its own: the earlier one is work again. A second time changes nothing.
    /// </summary>
    /// <exception cref="NotYetException">The earlier tip has not come yet.</exception>
    public Task HandleAsync(WakeTip job, CancellationToken stop) => tips.ActAsync(
        job.Earlier, Actor.Line,
        state =>
        {
            var answered = new AnsweredEvent(job.Answer, job.Part);
            return state.Revision == 0 ? throw new NotYetException("The earlier tip has not come yet.")
                : !state.Answers.Contains(job.Answer.Value) ? new Decision(
                    [answered, new LinkedEvent(job.Answer, IsBack: true)])
                : state.IsAnswered ? Decision.Nothing
                : new Decision([answered]);
        },
        stop, (ConsentBook.MarkerOf(job.Part.Value, TipJournal.ScopeOf(job.Earlier)), []));

    /// <summary>Notes a carrier word on the tip whose reporter was asked. A second time changes nothing.</summary>
    public Task HandleAsync(HearWord job, CancellationToken stop) => tips.ActAsync(
        job.Tip, Actor.Line, _ => Decision.Of(new ConsentedEvent(job.Consent, job.Word)), stop,
        (ConsentBook.MarkerOf(job.Consent.Value, TipJournal.ScopeOf(job.Tip)), []));

    /// <summary>Ends the work on a tip, with an outcome and a reason.</summary>
    public Task<TipState> CloseAsync(TipId tip, string disposition, string reason, int revision, Actor actor, CancellationToken stop) =>
        WriteAsync(tip, PartKind.Note, reason, null, revision, actor, (state, part) =>
        {
            RefuseOld(state, revision, actor);
            RefuseClosed(state);
            return DispositionLabels.Parse(disposition) is { } outcome
                ? Decision.Of(new ClosedEvent(outcome, part))
                : throw new ConflictException("Choose what became of it.");
        }, stop);

    /// <summary>Opens a closed tip again.</summary>
    public Task<TipState> ReopenAsync(TipId tip, string reason, int revision, Actor actor, CancellationToken stop) =>
        WriteAsync(tip, PartKind.Note, reason, null, revision, actor, (state, part) =>
            state.Stage == TipStage.Closed
                ? Decision.Of(new ReopenedEvent(part))
                : throw new ConflictException("The tip is open already."), stop);

    private async Task<TipState> WriteAsync(
        TipId tip, PartKind kind, string text, string? of, int revision, Actor actor, Func<TipState, PartId, Decision> decide, CancellationToken stop)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw new ConflictException("Say it in words: the text is empty.");
        if (text.Length > Tagging.MaxCharacters)
            throw new ConflictException($"The text is over {Tagging.MaxCharacters} characters.");
        // Decided before it is kept too, so that a refused act leaves nothing in the journal.
        decide(Known(await tips.FindAsync(tip, stop) ?? TipState.New(tip)), default);
        var (part, row) = await writing.KeepAsync(tip, kind, text.Trim(), of, actor, revision, stop);
        return await tips.ActAsync(tip, actor, state => decide(Known(state), new PartId(part)), stop, row);
    }

    // Our own calls are nobody's work.
    private static TipState Known(TipState state) =>
        state is { Revision: > 0, IsCanary: false } ? state : throw new ConflictException("There is no such tip.");

    private bool HasLapsed(TipState state) => state.HeldUntil < time.GetUtcNow();

    private DateTimeOffset Until() => time.GetUtcNow() + options.Value.Lease;

    private void RefuseHeld(TipState state, Actor actor)
    {
        if (state.Holder is not null && state.Holder != actor.Id && !HasLapsed(state))
            throw new ConflictException($"{state.HolderName} holds this tip.");
    }

    private void RefuseOld(TipState state, int revision, Actor actor)
    {
        RefuseHeld(state, actor);
        if (state.Revision != revision)
            throw new ConflictException("The tip has changed since you opened it.");
    }

    private static void RefuseClosed(TipState state)
    {
        if (state.Stage == TipStage.Closed)
            throw new ConflictException("The tip is closed; open it again first.");
    }
}
