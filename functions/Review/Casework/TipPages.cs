using Hotline.Contracts;
using Hotline.Platform.Storage;
using Hotline.Review.Casework.Pages;
using Hotline.Review.Console;
using Hotline.Review.Ledger;
using Hotline.Review.Numbers;
using Hotline.Review.Outreach;
using Hotline.Review.SignIn;
using Hotline.Review.Similarity;
using Hotline.Review.Table;
using Hotline.Review.Tips;
using Hotline.Review.WorkQueue;
using Microsoft.AspNetCore.Http;

namespace Hotline.Review.Casework;

/// <summary>
/// Makes the page of a tip: the one way to its words. Whoever asks, and however, an event says that they were shown what is on it.
/// </summary>
public sealed class TipPages(
    RoomTable table, TipJournal tips, TipCasework casework, TipReader reader, SimilarTipFinder similar, ConsentBook consents,
    QuestionReach reach, BlockList blocked, ReviewerDirectory directory,
    PageFrames frames, TimeProvider time)
{
    // Each try is of an act that came in the middle of the one before.
    private const int MaxTries = 30;

    /// <summary>The header that names the holder, percent-encoded, to a page that asks for itself.</summary>
    private const string HolderHeader = "X-Hotline-Holder";

    /// <summary>Answers a tip's page.</summary>
    /// <param name="request">Who asks.</param>
    /// <param name="id">The tip.</param>
    /// <param name="refusal">Why a post was refused; null when none was.</param>
    /// <param name="seen">The revision that the refused post knew.</param>
    /// <param name="draft">What it said, to be kept; null when none was refused.</param>
    /// <param name="showsNumber">Whether the reporter's number is shown.</param>
    /// <param name="showsCodes">Whether digits are shown that may be a receipt's.</param>
    public async Task<IResult> ShowAsync(
        HttpRequest request, TipId id, string? refusal, int? seen, TipDraft? draft,
        bool? showsNumber, CancellationToken stop, bool showsCodes = false)
    {
        if (id.Value.Length != 32 || !id.Value.All(char.IsAsciiHexDigitLower)
            || await tips.FindAsync(id, stop) is not { IsCanary: false } tip)
            return ConsoleErrorResult.Of(new ErrorModel
            {
                Frame = await frames.OfAsync(request, stop), Status = StatusCodes.Status404NotFound, Reason = "There is no such tip.",
            });
        if (await ReadAsync(request, tip, stop) is not [var own, .. var answers])
            return Unseen(request, tip);
        tip = own.State;
        var (events, now, reviewer, views) = (own.Events, time.GetUtcNow(), request.Reviewer(), new TipViews(own.State, own.Parts, own.Events, showsCodes));
        var number = views.Number;
        var mayAct = tip.Holder is null || tip.Holder == reviewer.Id || tip.HeldUntil < now;
        var model = new TipModel
        {
            Frame = await frames.OfAsync(request, stop), Tip = TipLines.Of(tip, reviewer, now),
            Version = tip.Revision.ToString(System.Globalization.CultureInfo.InvariantCulture),
            Parts = [.. views.Parts(), .. answers.SelectMany(PartsOf)], Reasons = views.Reasons(),
            Links = await LinksAsync(tip, events, stop), Suggested = await SuggestedAsync(tip, events, stop),
            SameNumber = await SameNumberAsync(tip, stop), Notes = views.Notes(), Questions = views.Questions(), History = views.History(),
            ShownNumber = showsNumber == true ? number : null, HasNumber = number is not null,
            ClaimEnds = tip.Holder is not null && tip.HeldUntil > now ? tip.HeldUntil : null, CanAct = mayAct,
            Conflict = refusal is null ? null : $"{refusal} {views.ChangedSince(seen)}".Trim(), Draft = draft,
            People = [.. (await directory.PeopleAsync(stop)).Where(person => person.Id != tip.Holder)
                .Select(person => new PersonView(person.Id, person.Name))],
            Consent = await ConsentAsync(tip, stop), WokenFrom = views.WokenFrom, Ask = await reach.OfAsync(own, stop),
            TakenBy = views.TakenFrom(reviewer.Id),
            IsBlocked = tip.Number is { } known && reviewer.IsSupervisor ? await blocked.HasAsync(known, stop) : null,
        };
        return new ConsolePageResult<TipPage>(model, model.Conflict is null ? StatusCodes.Status200OK : StatusCodes.Status409Conflict);
    }

    private async Task<ConsentView?> ConsentAsync(TipState tip, CancellationToken stop) =>
        tip.Number is { } number && await consents.FindAsync(number, stop) is { Word: var word, At: var at } ? new ConsentView(word, at, word == "STOP") : null;

    // Who holds a tip is no word of it, the queue says it too; and whoever held it must learn at once that they do not any more.
    private IResult Unseen(HttpRequest request, TipState tip)
    {
        if (tip.Holder is not null && tip.Holder != request.Reviewer().Id && tip.HeldUntil > time.GetUtcNow())
            request.HttpContext.Response.Headers[HolderHeader] = Uri.EscapeDataString(tip.HolderName ?? "Somebody else");
        return Results.StatusCode(StatusCodes.Status205ResetContent);
    }

    // The tip and, behind it, its reporter's answers: tips of their own, which are read here as one with what they answer. Nothing where
    // a page asks for itself and something of it was not shown to this reviewer: it is left to them to ask. What came while it was read
    // is noted as shown too.
    private async Task<List<ShownTip>> ReadAsync(HttpRequest request, TipState first, CancellationToken stop)
    {
        for (var tries = 0; tries < MaxTries; tries++)
        {
            var state = tries == 0 ? first : await tips.FindAsync(first.Id, stop) ?? first;
            List<ShownTip> shown = [await ShownTip.ReadAsync(state, reader, stop)];
            foreach (var id in state.Answers)
                if (await tips.FindAsync(TipId.OrNone(id), stop) is { IsCanary: false } answer)
                    shown.Add(await ShownTip.ReadAsync(answer, reader, stop));
            var unseen = shown.Where(one => !one.WasShownTo(request.Reviewer().Id)).ToList();
            if (unseen.Count == 0)
                return shown;
            if (request.Headers.ContainsKey(ReviewerGate.BackgroundHeader))
                return [];
            foreach (var one in unseen)
                await casework.ViewAsync(one.State.Id, request.Actor(), stop);
        }

        throw new NotYetException("Too much happens on this tip at once.");
    }

    private static IEnumerable<PartView> PartsOf(ShownTip answer) =>
        new TipViews(answer.State, answer.Parts, answer.Events).Parts().Select(part => part with { Answer = answer.State.Id.Value });

    private async Task<IReadOnlyList<LinkView>> LinksAsync(TipState tip, IReadOnlyList<LedgerEvent> events, CancellationToken stop)
    {
        var links = new List<LinkView>();
        var linked = events.Where(e => LinkedBy(e) is not null).DistinctBy(LinkedBy);
        foreach (var happened in linked)
            if (await tips.FindAsync(LinkedBy(happened)!.Value, stop) is { } other)
                links.Add(new LinkView(other.Id.Value, WhyLinked(happened), happened.At, other.Stage, null));
        return links;
    }

    private static TipId? LinkedBy(LedgerEvent happened) => happened.What switch
    {
        AnsweredEvent answered => answered.Tip,
        LinkedEvent linked => linked.Tip,
        _ => null,
    };

    private static string WhyLinked(LedgerEvent happened) => (happened.Act, happened.Who == Actor.Line.Id) switch
    {
        (EventKind.Answered, _) => "The reporter's answer",
        (_, true) => "What it answers",
        _ => $"Linked by {happened.Name}",
    };

    private async Task<IReadOnlyList<LinkView>> SuggestedAsync(TipState tip, IReadOnlyList<LedgerEvent> events, CancellationToken stop)
    {
        var suggested = new List<LinkView>();
        foreach (var (other, likeness) in events.Select(e => e.What).OfType<ComparedEvent>().SelectMany(found => found.Similar).Distinct())
            if (!tip.Links.Contains(other.Value) && suggested.TrueForAll(link => link.Tip != other.Value)
                && await tips.FindAsync(other, stop) is { IsCanary: false } found)
                suggested.Add(new LinkView(other.Value, "Much the same words", found.Opened, found.Stage, likeness));
        await foreach (var (later, likeness) in similar.LaterAsync(tip.Id, stop))
            if (!tip.Links.Contains(later.Value) && suggested.TrueForAll(link => link.Tip != later.Value)
                && await tips.FindAsync(later, stop) is { IsCanary: false } found)
                suggested.Add(new LinkView(later.Value, "Much the same words", found.Opened, found.Stage, likeness));
        return suggested;
    }

    private async Task<IReadOnlyList<LinkView>> SameNumberAsync(TipState tip, CancellationToken stop)
    {
        const int Most = 20;
        if (tip.Number is not { } number)
            return [];
        var same = new List<LinkView>();
        await foreach (var row in table.EachShardAsync(ReviewKeys.NumbersOf(number), stop, new RangeQuery("RowKey") { PageSize = Most }))
            if (ReviewKeys.TipOf(row.RowKey) is var other && other != tip.Id && same.Count < Most
                && await tips.FindAsync(other, stop) is { } found)
                same.Add(new LinkView(other.Value, "The same number", found.Opened, found.Stage, null));
        return [.. same.OrderByDescending(link => link.At)];
    }
}
