using Azure;
using Azure.Data.Tables;
using Hotline.Platform.Storage;

namespace Hotline.Tests.Storage;

[Trait("Speed", "slow")]
public sealed class RoomTableTests(SharedParts parts)
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly KeyRange Calls = KeyRange.Under("call|");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_range_is_what_begins_with_its_kind_in_order_and_no_more()
    {
        var table = await OpenAsync(("0", "call|b"), ("0", "call|a"), ("0", "call"), ("0", "callback|a"), ("0", "evidence|a"), ("1", "call|c"));
        Assert.Equal(["call|a", "call|b"], await KeysAsync(table.RangeAsync("0", Calls, Stop)));
        Assert.Equal(["call|a", "call|b", "call|c"], await KeysAsync(table.EachShardAsync(Calls, Stop)));
        Assert.Equal(["call|b"], await KeysAsync(table.RangeAsync("0", Calls.Behind("call|a"), Stop)));
        Assert.Equal(["call"], await KeysAsync(table.RangeAsync("0", KeyRange.Of("call"), Stop)));
        Assert.Equal("b", Calls.Rest("call|b"));
    }

    [Fact]
    public async Task What_a_query_leaves_out_is_not_sent()
    {
        var table = await OpenAsync();
        await table.MergeAsync("0", "call|a", new TableEntity { { "At", Noon }, { "Is", true }, { "Text", "a" } }, Stop);
        await table.MergeAsync("0", "call|b", new TableEntity { { "At", Noon.AddHours(1) }, { "Is", false }, { "Text", "b" } }, Stop);
        Assert.Equal(["call|a"], await FoundAsync(RowCondition.Before("At", Noon.AddHours(1))));
        Assert.Equal(["call|b"], await FoundAsync(RowCondition.Since("At", Noon.AddHours(1))));
        Assert.Equal(["call|a"], await FoundAsync(RowCondition.IsTrue("Is")));
        var named = await table.RangeAsync("0", Calls, Stop, new RangeQuery("RowKey", "Text")).ToListAsync(Stop);
        Assert.All(named, row => Assert.True(row.ContainsKey("Text") && !row.ContainsKey("At")));
        var pages = await table.PagesAsync("0", Calls, Stop, new RangeQuery { PageSize = 1 }).ToListAsync(Stop);
        Assert.Equal([1, 1], pages.Select(page => page.Count).Where(count => count > 0));

        Task<List<string>> FoundAsync(RowCondition where) => KeysAsync(table.RangeAsync("0", Calls, Stop, new RangeQuery { Where = where }));
    }

    [Fact]
    public async Task A_row_is_found_whole_or_by_its_columns_or_not_at_all()
    {
        var table = await OpenAsync();
        Assert.Null(await table.FindAsync("0", "call|a", Stop));
        await Assert.ThrowsAsync<RequestFailedException>(() => table.ReadAsync("0", "call|a", Stop));
        await table.MergeAsync("0", "call|a", new TableEntity { { "One", 1 } }, Stop);
        await table.MergeAsync("0", "call|a", new TableEntity { { "Two", 2 } }, Stop);
        Assert.Equal((1, 2), ((await table.ReadAsync("0", "call|a", Stop)).GetInt32("One"), (await table.FindAsync("0", "call|a", Stop))!.GetInt32("Two")));
        Assert.False((await table.FindAsync("0", "call|a", Stop, "Two"))!.ContainsKey("One"));
        await table.DeleteAsync("0", "call|a", Stop);
        await table.DeleteAsync("0", "call|a", Stop);
        Assert.Null(await table.FindAsync("0", "call|a", Stop));
    }

    [Fact]
    public async Task A_row_is_written_as_it_was_read_or_not_at_all()
    {
        var table = await OpenAsync();
        Assert.Null(await WriteAsync(1, ETag.All));
        var first = await WriteAsync(2, null);
        Assert.NotNull(first);
        Assert.Null(await WriteAsync(3, null));
        Assert.NotNull(await WriteAsync(4, first));
        Assert.Null(await WriteAsync(5, first));
        Assert.NotNull(await WriteAsync(6, ETag.All));
        Assert.Equal(6, (await table.ReadAsync("0", "call|a", Stop)).GetInt32("Value"));

        Task<ETag?> WriteAsync(int value, ETag? read) =>
            table.TryWriteAsync("0", "call|a", new TableEntity { { "Value", value } }, read, Stop);
    }

    private async Task<RoomTable> OpenAsync(params (string Shard, string Key)[] rows)
    {
        var client = new TableClient(parts.Azurite.ConnectionString, $"q{Guid.NewGuid():N}"[..20]);
        await client.CreateAsync(Stop);
        foreach (var (shard, key) in rows)
            await client.AddEntityAsync(new TableEntity(shard, key), Stop);
        return new RoomTable(client, ["0", "1"]);
    }

    private static async Task<List<string>> KeysAsync(IAsyncEnumerable<TableEntity> rows) =>
        await rows.Select(row => row.RowKey).ToListAsync(Stop);
}
