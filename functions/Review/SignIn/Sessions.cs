using Azure.Data.Tables;
using Hotline.Platform.Storage;
using Hotline.Review.Ledger;
using Hotline.Review.Table;
using Microsoft.Extensions.Options;

namespace Hotline.Review.SignIn;

/// <summary>The open session of a person.</summary>
/// <param name="LastActivity">When they last did something.</param>
/// <param name="Views">Their saved views, as their row holds them (<see cref="SavedViews"/>).</param>
public sealed record Session(DateTimeOffset LastActivity, string? Views);

/// <summary>When each person last did something, by which an idle session is locked.</summary>
public sealed class Sessions(
    RoomTable table, DayJournal days, ReviewerDirectory directory, IOptions<SignInOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Precision = TimeSpan.FromMinutes(1);

    /// <summary>The session where it is open; notes the activity, and a new sign-in.</summary>
    /// <param name="reviewer">Who.</param>
    /// <param name="actor">Who, as the journal names them.</param>
    /// <param name="isActivity">False for what a page does by itself: it keeps no session open.</param>
    /// <returns>Null where it is locked.</returns>
    public async Task<Session?> FindAsync(Reviewer reviewer, Actor actor, bool isActivity, CancellationToken stop)
    {
        var (shard, key) = ReviewKeys.SeatOf(reviewer.Id);
        var now = time.GetUtcNow();
        var row = await table.FindAsync(shard, key, stop);
        var last = row?.GetDateTimeOffset("Last") ?? DateTimeOffset.MinValue;
        var session = row?.GetDateTimeOffset("Session") ?? DateTimeOffset.MinValue;
        var isNew = reviewer.Since > session;
        if (!isNew && now - last > options.Value.IdleLimit)
            return null;
        if (isNew)
            await days.NoteAsync(actor, new SignedInEvent(), stop);
        if (isNew || (isActivity && now - last > Precision))
        {
            await table.MergeAsync(
                shard, key,
                new TableEntity
                {
                    { "Last", now }, { "Session", isNew ? reviewer.Since : session }, { "Name", reviewer.Name },
                    { "WorksTips", reviewer.WorksTips },
                },
                stop);
            last = now;
        }

        if (isNew)
            directory.Forget();
        return new Session(last, row?.GetString(SavedViews.Column));
    }

    /// <summary>How long a session stays open without another act.</summary>
    public TimeSpan LocksIn(Session session) => session.LastActivity + options.Value.IdleLimit - time.GetUtcNow();
}
