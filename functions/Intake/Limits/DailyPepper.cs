using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;
using Hotline.Intake.Table;
using Hotline.Platform.Storage;

namespace Hotline.Intake.Limits;

/// <summary>
/// The day's pepper, under which intake compares senders. A lasting one would give every number away to whoever holds it; this one is
/// destroyed after two days, and what was hashed under it is then nobody's.
/// </summary>
public sealed class DailyPepper(RoomTable table)
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
        await foreach (var row in table.RangeAsync(IntakeKeys.Peppers, IntakeKeys.PeppersBefore(day), stop, new RangeQuery("RowKey")))
            await table.DeleteAsync(IntakeKeys.Peppers, row.RowKey, stop);
    }

    private async Task<byte[]> OfAsync(DateOnly day, CancellationToken stop)
    {
        if (known.TryGetValue(day, out var pepper))
            return pepper;
        pepper = await table.FindAsync(IntakeKeys.Peppers, IntakeKeys.Pepper(day), stop) is { } row
            ? row.GetBinary("Pepper") : await InsertAsync(day, stop);
        return known.GetOrAdd(day, pepper);
    }

    // Whoever is first makes it; everybody else takes that one.
    private async Task<byte[]> InsertAsync(DateOnly day, CancellationToken stop)
    {
        var pepper = RandomNumberGenerator.GetBytes(32);
        var row = IntakeKeys.Pepper(day);
        var inserted = await table.TryWriteAsync(IntakeKeys.Peppers, row, new TableEntity { { "Pepper", pepper } }, read: null, stop);
        return inserted is null ? (await table.ReadAsync(IntakeKeys.Peppers, row, stop)).GetBinary("Pepper") : pepper;
    }
}
