using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Hotline.Local.ServiceBus;

/// <summary>A change to what is kept: a message put into a queue, or taken out where <paramref name="Message"/> is null.</summary>
internal sealed record StoreChange(string Queue, long Sequence, BrokerMessage? Message);

/// <summary>
/// The messages on disk, in SQLite. Changes are made by one writer, all that wait in one transaction, so that many senders share a commit;
/// a change is in the file when its task ends, and survives a SIGKILL of this process.
/// </summary>
internal sealed class MessageStore : IAsyncDisposable
{
    private readonly SqliteConnection file;
    private readonly Channel<(StoreChange[] Changes, TaskCompletionSource Done)> waiting =
        Channel.CreateUnbounded<(StoreChange[], TaskCompletionSource)>(new() { SingleReader = true });

    private readonly Task writing;

    private MessageStore(SqliteConnection file)
    {
        this.file = file;
        writing = Task.Run(WriteAsync);
    }

    /// <summary>Opens the file, or makes it.</summary>
    public static MessageStore Open(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var file = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        file.Open();
        using var setup = file.CreateCommand();
        setup.CommandText = """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = NORMAL;
            PRAGMA secure_delete = ON;
            CREATE TABLE IF NOT EXISTS messages (
                queue TEXT NOT NULL, sequence INTEGER NOT NULL, encoded BLOB NOT NULL, enqueued INTEGER NOT NULL,
                state INTEGER NOT NULL, failures INTEGER NOT NULL, PRIMARY KEY (queue, sequence)) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS sequences (queue TEXT PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID;
            """;
        setup.ExecuteNonQuery();
        return new MessageStore(file);
    }

    /// <summary>Reads a queue's messages and the last number that it gave.</summary>
    public (IReadOnlyList<BrokerMessage> Messages, long Last) Load(string queue)
    {
        using var read = file.CreateCommand();
        read.CommandText = "SELECT sequence, encoded, enqueued, state, failures FROM messages WHERE queue = $queue ORDER BY sequence";
        read.Parameters.AddWithValue("$queue", queue);
        var messages = new List<BrokerMessage>();
        using (var rows = read.ExecuteReader())
            while (rows.Read())
                messages.Add(new BrokerMessage(rows.GetInt64(0), (byte[])rows[1], new DateTimeOffset(rows.GetInt64(2), TimeSpan.Zero))
                {
                    State = (MessageState)rows.GetInt32(3),
                    Failures = rows.GetInt32(4),
                });
        read.CommandText = "SELECT last FROM sequences WHERE queue = $queue";
        return (messages, read.ExecuteScalar() is long last ? last : 0);
    }

    /// <summary>Makes changes, all or none; they are in the file when the task ends.</summary>
    public Task CommitAsync(params StoreChange[] changes)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return waiting.Writer.TryWrite((changes, done)) ? done.Task : Task.FromException(new ObjectDisposedException(nameof(MessageStore)));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        await writing;
        await file.DisposeAsync();
    }

    private async Task WriteAsync()
    {
        var batch = new List<(StoreChange[] Changes, TaskCompletionSource Done)>();
        while (await waiting.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < 256 && waiting.Reader.TryRead(out var next))
                batch.Add(next);
            try
            {
                Write(batch.SelectMany(entry => entry.Changes));
                batch.ForEach(entry => entry.Done.SetResult());
            }
            catch (SqliteException e)
            {
                batch.ForEach(entry => entry.Done.SetException(e));
            }
        }
    }

    private void Write(IEnumerable<StoreChange> changes)
    {
        using var transaction = file.BeginTransaction();
        using var put = Command(transaction, "INSERT OR REPLACE INTO messages VALUES ($queue, $sequence, $encoded, $enqueued, $state, $failures)",
            "$queue", "$sequence", "$encoded", "$enqueued", "$state", "$failures");
        using var number = Command(
            transaction, "INSERT INTO sequences VALUES ($queue, $sequence) ON CONFLICT (queue) DO UPDATE SET last = max(last, $sequence)",
            "$queue", "$sequence");
        using var delete = Command(
            transaction, "DELETE FROM messages WHERE queue = $queue AND sequence = $sequence", "$queue", "$sequence");
        foreach (var (queue, sequence, message) in changes)
        {
            if (message is null)
            {
                Run(delete, queue, sequence);
                continue;
            }

            Run(put, queue, sequence, message.Encoded, message.Enqueued.UtcTicks, (int)message.State, message.Failures);
            Run(number, queue, sequence);
        }

        transaction.Commit();
    }

    private SqliteCommand Command(SqliteTransaction transaction, string sql, params string[] parameters)
    {
        var command = file.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // The text is a constant of this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var name in parameters)
            command.Parameters.Add(new SqliteParameter(name, null));
        return command;
    }

    private static void Run(SqliteCommand command, params object[] values)
    {
        for (var at = 0; at < values.Length; at++)
            command.Parameters[at].Value = values[at];
        command.ExecuteNonQuery();
    }
}
