using Azure.Data.Tables;
using Hotline.Contracts;
using Hotline.Platform.Storage;
using Hotline.Review.Table;
using Microsoft.Extensions.Logging;

namespace Hotline.Review.Tips;

/// <summary>Reads the tips that lists name. One whose row was altered keeps no other back.</summary>
public sealed partial class TipIndexReader(RoomTable table, TipJournal tips, ILogger<TipIndexReader> log)
{
    /// <summary>Goes through a range of a list, and does something with each tip.</summary>
    public async Task EachAsync(KeyRange range, Func<TipState, Task> act, CancellationToken stop)
    {
        await foreach (var row in table.EachShardAsync(range, stop))
            try
            {
                if (await ReadAsync(row, stop) is { } tip)
                    await act(tip);
            }
            catch (AlteredException e)
            {
                LogAltered(e, ReviewKeys.TipOf(row.RowKey));
            }
    }

    /// <summary>The tip that a list's row names.</summary>
    /// <returns>As its own row says where the list's was altered; null where that one was altered too.</returns>
    public async Task<TipState?> ReadAsync(TableEntity row, CancellationToken stop)
    {
        try
        {
            return StateRow.Read(row);
        }
        catch (AlteredException e)
        {
            LogAltered(e, ReviewKeys.TipOf(row.RowKey));
            return await OwnAsync(ReviewKeys.TipOf(row.RowKey), stop);
        }
    }

    private async Task<TipState?> OwnAsync(TipId tip, CancellationToken stop)
    {
        try
        {
            return await tips.FindAsync(tip, stop);
        }
        catch (AlteredException)
        {
            return null; // Told above.
        }
    }

    [LoggerMessage(602, LogLevel.Error, "A row of the tip {Tip} was altered; ./hotline audit verify names what")]
    private partial void LogAltered(Exception failure, TipId tip);
}
