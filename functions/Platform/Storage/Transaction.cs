using System.Buffers;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Hotline.Platform.Storage;

/// <summary>
/// An entity-group transaction: all of it or nothing, in one partition
/// (https://learn.microsoft.com/rest/api/storageservices/performing-entity-group-transactions). Its first row is the marker that tells a
/// repeated webhook; what it announces is an outbox row of the same transaction (<c>OutboxTransactions</c>).
/// </summary>
public sealed class Transaction(string partition)
{
    /// <summary>How many rows one takes.</summary>
    public const int MaxRows = 100;

    private const int MaxCharacters = 32 * 1024;
    private static readonly SearchValues<char> Forbidden = SearchValues.Create(
        ['/', '\\', '#', '?', .. Enumerable.Range(0, 0x20).Select(c => (char)c), .. Enumerable.Range(0x7F, 0x21).Select(c => (char)c)]);

    private readonly List<TableTransactionAction> actions = new(8);
    private IReadOnlyList<Response>? written;

    /// <summary>The partition that all of it lies in.</summary>
    public string Partition => partition;

    /// <summary>The rows that it writes.</summary>
    public IEnumerable<TableEntity> Rows => actions.Select(action => (TableEntity)action.Entity);

    /// <summary>The rows that it wrote, each with the version that it has since.</summary>
    public IEnumerable<(TableEntity Row, ETag? Version)> Written => Rows.Zip(written ?? [], static (row, answer) => (row, answer.Headers.ETag));

    /// <summary>Adds a row that must not be there yet.</summary>
    public Transaction Insert(string row, TableEntity? columns = null) => Add(TableTransactionActionType.Add, row, columns ?? []);

    /// <summary>Adds the columns to a row, which is made if it is not there: order never matters.</summary>
    public Transaction Merge(string row, TableEntity columns) => Add(TableTransactionActionType.UpsertMerge, row, columns);

    /// <summary>Adds the columns to a row as it was read; the transaction conflicts when it has changed since.</summary>
    public Transaction Change(string row, TableEntity columns, ETag read) =>
        Add(TableTransactionActionType.UpdateMerge, row, columns, read);

    /// <summary>Writes a row whole, whether it is there or not.</summary>
    public Transaction Put(string row, TableEntity columns) => Add(TableTransactionActionType.UpsertReplace, row, columns);

    /// <summary>
    /// Removes a row that is there; with its version as it was read, the transaction conflicts when it has changed since.
    /// </summary>
    public Transaction Remove(string row, ETag? read = null) => Add(TableTransactionActionType.Delete, row, [], read ?? ETag.All);

    /// <summary>Whether Table Storage takes it for a row key.</summary>
    public static bool IsKey(string row) => row.Length <= 512 && !row.AsSpan().ContainsAny(Forbidden);

    /// <summary>Sends it: one request.</summary>
    /// <returns>Null when it is stored; the index of the row that was there already, has changed, or is gone, when nothing is.</returns>
    /// <exception cref="RequestFailedException">Storage refused it or can't be reached.</exception>
    internal async Task<int?> SubmitAsync(TableClient table, CancellationToken stop)
    {
        try
        {
            written = (await table.SubmitTransactionAsync(actions, stop)).Value;
            return null;
        }
        catch (TableTransactionFailedException e) when (e.ErrorCode == TableErrorCode.EntityAlreadyExists
            || e.ErrorCode == TableErrorCode.UpdateConditionNotSatisfied)
        {
            return e.FailedTransactionActionIndex ?? 0;
        }
        // Where the row was read before, it is gone since; elsewhere a row is missing that must be there.
        catch (TableTransactionFailedException e) when (e.ErrorCode == TableErrorCode.ResourceNotFound
            && e.FailedTransactionActionIndex is { } failed && IsAsRead(actions[failed]))
        {
            return e.FailedTransactionActionIndex;
        }
    }

    private static bool IsAsRead(TableTransactionAction action) => action.ETag != default && action.ETag != ETag.All;

    // The emulator does not enforce these limits of the service, so they are checked here.
    private Transaction Add(TableTransactionActionType type, string row, TableEntity columns, ETag read = default)
    {
        if (!IsKey(row))
            throw new ArgumentException("A row key holds a character that Table Storage forbids, or over 512 of them.");
        foreach (var (name, value) in columns)
            if (value is string { Length: > MaxCharacters })
                throw new ArgumentException($"The column {name} is over {MaxCharacters} characters.");
        if (actions.Count == MaxRows)
            throw new InvalidOperationException($"A transaction takes {MaxRows} rows at most.");
        columns.PartitionKey = partition;
        columns.RowKey = row;
        actions.Add(new TableTransactionAction(type, columns, read));
        return this;
    }
}
