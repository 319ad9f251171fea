using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Hotline.Intake.Table;

namespace Hotline.Intake.Limits;

/// <summary>
/// The day's pepper, under which intake compares senders. A lasting one would give every number away to whoever holds it; this one is
/// destroyed after two days, and what was hashed under it is then nobody's.
/// </summary>
public sealed class Peppers(TableClient table)
{
    private readonly ConcurrentDictionary<DateOnly, byte[]> known = new();

    /// <summary>The hash of a sender on a line, under a day's pepper: lower-case hex.</summary>
    public async Task<string> HashAsync(DateOnly day, string line, string number, CancellationToken stop) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(await OfAsync(day, stop), Encoding.UTF8.GetBytes($"{line}|{number}")));

    /// <summary>Destroys the peppers of days before this one.</summary>
    public async Task ForgetBeforeAsync(DateOnly day, CancellationToken stop)
    {
        foreach (var old in known.Keys.Where(key => key < day))
            known.TryRemove(old, out _);
        var before = IntakeKeys.Pepper(day);
        var rows = table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {IntakeKeys.Peppers} and RowKey lt {before}"),
            select: ["PartitionKey", "RowKey"], cancellationToken: stop);
        await foreach (var row in rows)
            await table.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, stop);
    }

    private async Task<byte[]> OfAsync(DateOnly day, CancellationToken stop)
    {
        if (known.TryGetValue(day, out var pepper))
            return pepper;
        var found = await table.GetEntityIfExistsAsync<TableEntity>(IntakeKeys.Peppers, IntakeKeys.Pepper(day), cancellationToken: stop);
        pepper = found is { HasValue: true, Value: { } row } ? row.GetBinary("Pepper") : await InsertAsync(day, stop);
        return known.GetOrAdd(day, pepper);
    }

    // Whoever is first makes it; everybody else takes that one.
    private async Task<byte[]> InsertAsync(DateOnly day, CancellationToken stop)
    {
        var pepper = RandomNumberGenerator.GetBytes(32);
        try
        {
            await table.AddEntityAsync(new TableEntity(IntakeKeys.Peppers, IntakeKeys.Pepper(day)) { { "Pepper", pepper } }, stop);
            return pepper;
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            return (await table.GetEntityAsync<TableEntity>(IntakeKeys.Peppers, IntakeKeys.Pepper(day),
                cancellationToken: stop)).Value.GetBinary("Pepper");
        }
    }
}
