using Azure.Data.Tables;
using Hotline.Platform.Scheduling;
using Hotline.Review.Audit;
using Hotline.Review.Ledger;
using Hotline.Review.Table;

namespace Hotline.Tests.Drivers;

/// <summary>What Review keeps of a line, read past its app: the table's rows, the audit over them, and the table made again.</summary>
internal static class ReviewRows
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The rows whose key begins so.</summary>
    public static async Task<IReadOnlyList<TableEntity>> FindAsync(Line line, string prefix) =>
        [.. (await line.ReviewTable.QueryAsync<TableEntity>(cancellationToken: Stop).ToListAsync(Stop))
            .Where(row => row.RowKey.StartsWith(prefix, StringComparison.Ordinal))];

    /// <summary>The audit of the line's chains and copies.</summary>
    public static AuditCheck Audit(Line line) =>
        new(line.ReviewRoom, new EventContainer(line.Events), new PartContainer(line.Parts), TimeProvider.System);

    /// <summary>The audit finds nothing, and the table dropped and rebuilt is the same.</summary>
    public static async Task AssertRebuiltAsync(Line line)
    {
        await TableTampering.CopiedAsync(line);
        Assert.Empty((await Audit(line).VerifyAsync(Stop)).Findings);
        var before = await DumpAsync(line.ReviewTable);
        await line.ReviewTable.DeleteAsync(Stop);
        await line.ReviewTable.CreateAsync(Stop);
        var rebuilt = await new Rebuild(
            line.ReviewRoom, new EventContainer(line.Events), new PartContainer(line.Parts), TimeProvider.System).RunAsync(Stop);
        Assert.Equal(0, rebuilt.Again + rebuilt.Findings.Count);
        Assert.Equal(before, await DumpAsync(line.ReviewTable));
        Assert.Empty((await Audit(line).VerifyAsync(Stop)).Findings);
    }

    private static async Task<string> DumpAsync(TableClient table) => string.Join('\n',
        (await table.QueryAsync<TableEntity>(cancellationToken: Stop).ToListAsync(Stop))
            .Where(row => row.RowKey.Split('|')[0] is not ("seat" or "outbox" or ReviewKeys.Pulse) && row.PartitionKey != ScheduleKeys.Partition)
            .OrderBy(row => row.PartitionKey + row.RowKey, StringComparer.Ordinal)
            .Select(row => $"{row.PartitionKey} {string.Join(' ', row.Where(c => c.Key is not ("odata.etag" or "Timestamp")).OrderBy(c => c.Key).Select(c => $"{c.Key}={c.Value}"))}"));
}
