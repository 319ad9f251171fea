using Azure.Data.Tables;
using Hotline.Contracts;
using Hotline.Platform.Messaging;
using Hotline.Platform.Storage;
using Hotline.Review.Ledger;
using Hotline.Review.OnCall;
using Hotline.Review.Table;
using Hotline.Review.Tips;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Hotline.Tests.Review.OnCall;

/// <summary>A tip in a table of a test's own, by a clock of the test's: steps after 5 and 10 minutes, then every 15.</summary>
internal sealed class OnCallTip : IAsyncDisposable
{
    public static readonly TipId Id = TipId.Parse("0123456789abcdef0123456789abcdef")!.Value;
    public static readonly Actor Rosa = new("rosa-vidal", "Rosa Vidal", null);

    private readonly RemindOnCall reminder;

    private OnCallTip(TableClient table)
    {
        Table = table;
        var room = new RoomTable(table, ReviewKeys.ReviewShards);
        // Without a bus, what is announced stays in the outbox, where a test reads it.
        var outbox = new Outbox(room, null, new SentRows(room, Time, NullLogger<SentRows>.Instance), Time, NullLogger<Outbox>.Instance);
        Journal = new TipJournal(room, new ChainWriter(room, outbox, Time), Time);
        reminder = new RemindOnCall(new TipIndexReader(room, Journal, NullLogger<TipIndexReader>.Instance), Journal, Options, Time);
    }

    public TableClient Table { get; }

    public TipJournal Journal { get; }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2030, 1, 1, 12, 0, 0, TimeSpan.Zero));

    public IOptions<OnCallOptions> Options { get; } = Microsoft.Extensions.Options.Options.Create(new OnCallOptions
    {
        Steps =
        {
            new() { After = TimeSpan.FromMinutes(5), Webhook = new("https://hooks.example.org/one") },
            new() { After = TimeSpan.FromMinutes(10), Webhook = new("https://hooks.example.org/two") },
        },
    });

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Makes a tip of a statement that came in at that time.</summary>
    public static async Task<OnCallTip> OfAsync(SharedParts parts, int priority, TimeSpan ago = default)
    {
        var table = new TableClient(parts.Azurite.ConnectionString, $"t{Guid.NewGuid():N}"[..20]);
        await table.CreateAsync(Stop);
        var tip = new OnCallTip(table);
        await tip.ActAsync(
            new AcceptedEvent(new PartId("statement-SM1"), PartKind.Statement, Channel.Text, null, tip.Time.GetUtcNow() - ago)
            {
                Priority = priority, Reasons = [],
            },
            Actor.Line);
        return tip;
    }

    public Task<TipState> ActAsync(NewEvent happened, Actor actor) => Journal.ActAsync(Id, actor, _ => Decision.Of(happened), Stop);

    public Task<TipState> ClaimAsync() => ActAsync(new ClaimedEvent(Time.GetUtcNow()), Rosa);

    /// <summary>The minute and the step of each telling, the timer running every minute from now.</summary>
    public async Task<List<(int Minute, int? Step)>> ToldWithinAsync(int minutes)
    {
        var (start, seen) = (Time.GetUtcNow(), (await EventsAsync()).Count);
        for (var minute = 0; minute < minutes; minute++)
        {
            Time.Advance(TimeSpan.FromMinutes(1));
            await reminder.RunAsync(Stop);
        }

        return [.. (await EventsAsync()).Skip(seen).Where(e => e.Act == EventKind.Notified)
            .Select(e => ((int)(e.At - start).TotalMinutes, e.As<NotifiedEvent>().Step))];
    }

    public async ValueTask DisposeAsync() => await Table.DeleteAsync(Stop);

    private async Task<List<LedgerEvent>> EventsAsync()
    {
        var (from, before) = ReviewKeys.EventsOf(TipJournal.ScopeOf(Id));
        return await Table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"RowKey ge {from} and RowKey lt {before}"), cancellationToken: Stop)
            .Select(row => LedgerEvent.Read(row.GetString("Event"))).ToListAsync(Stop);
    }
}
