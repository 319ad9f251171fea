using Azure.Data.Tables;
using Hotline.Intake.Reconciliation;
using Hotline.Platform.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Twilio.Exceptions;

namespace Hotline.Tests.Intake.Reconciliation;

/// <summary>What keeps the watermark back, and for how long.</summary>
[Trait("Speed", "slow")]
public sealed class PassTests(SharedParts parts)
{
    private static readonly DateTimeOffset LongAgo = new(2029, 12, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2030, 1, 1, 12, 0, 0, TimeSpan.Zero));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_fails_holds_the_watermark_for_two_days_from_its_first_look_however_old_it_is()
    {
        var table = await TableAsync();
        Assert.Equal(LongAgo, await RunAsync(table, 503, "SM1"));
        time.Advance(TimeSpan.FromHours(47));
        Assert.Equal(LongAgo, await RunAsync(table, 503, "SM1"));
        // A look that fails again does not begin anew.
        time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(time.GetUtcNow(), await RunAsync(table, 503, "SM1"));
        Assert.Equal(time.GetUtcNow(), await RunAsync(table, null, "SM1"));
        Assert.Empty(await LooksAsync(table));
    }

    [Fact]
    public async Task Three_in_a_row_without_an_answer_end_a_run_until_each_was_looked_at_for_two_days()
    {
        var table = await TableAsync();
        string[] items = ["SM1", "SM2", "SM3", "SM4"];
        await Assert.ThrowsAsync<ApiException>(() => RunAsync(table, 503, items));
        Assert.Equal(3, (await LooksAsync(table)).Count);
        time.Advance(TimeSpan.FromHours(49));
        Assert.Equal(LongAgo, await RunAsync(table, 503, items));
        Assert.Equal(4, (await LooksAsync(table)).Count);
    }

    [Fact]
    public async Task A_right_that_is_missing_for_some_keeps_no_others_back()
    {
        var table = await TableAsync();
        Assert.Equal(LongAgo, await RunAsync(table, 403, "SM1", "SM2", "SM3", "SM4"));
    }

    // Looks at each; returns how far the watermark may go.
    private async Task<DateTimeOffset> RunAsync(TableClient table, int? failsBy, params string[] items)
    {
        var pass = new ReconciliationPass(time.GetUtcNow(), new FirstLooks(new RoomTable(table, []), await LooksAsync(table), time), NullLogger.Instance);
        foreach (var sid in items)
            await pass.TryAsync(
                sid, LongAgo, () => failsBy is { } status ? throw new ApiException(20500, status, "No.", "", null) : Task.CompletedTask, Stop);
        return pass.SettledUntil(time.GetUtcNow());
    }

    private static async Task<IReadOnlyList<TableEntity>> LooksAsync(TableClient table) =>
        await table.QueryAsync<TableEntity>(cancellationToken: Stop).ToListAsync(Stop);

    private async Task<TableClient> TableAsync()
    {
        var table = new TableClient(parts.Azurite.ConnectionString, $"w{Guid.NewGuid():N}"[..20]);
        await table.CreateAsync(Stop);
        return table;
    }
}
