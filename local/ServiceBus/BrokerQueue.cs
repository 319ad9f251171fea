namespace Hotline.Local.ServiceBus;

/// <summary>Somebody who wants messages.</summary>
internal interface IReceiver
{
    /// <summary>Whether messages are gone when they are handed over (ReceiveAndDelete).</summary>
    bool Settles { get; }

    /// <summary>Hands a message over, if one is wanted now.</summary>
    bool TryHand(BrokerQueue queue, LockedMessage message);
}

/// <summary>
/// A queue's state: which messages wait, which are locked and until when, who wants some. Every change that must outlive the process is in
/// the store before it is answered. Knows nothing of AMQP.
/// </summary>
internal sealed class BrokerQueue
{
    private readonly Lock guard = new();
    private readonly SortedDictionary<long, BrokerMessage> messages = [];
    private readonly SortedSet<long> available = [];
    private readonly Dictionary<Guid, LockedMessage> locks = [];
    private readonly List<IReceiver> receivers = [];
    private readonly MessageStore store;
    private readonly TimeProvider time;
    private long last;

    public BrokerQueue(QueueOptions options, BrokerQueue? deadLetters, MessageStore store, TimeProvider time)
    {
        (Options, DeadLetters, this.store, this.time) = (options, deadLetters, store, time);
        (var kept, last) = store.Load(Key);
        foreach (var message in kept)
        {
            messages[message.Sequence] = message;
            if (message.State == MessageState.Active)
                available.Add(message.Sequence);
        }
    }

    /// <summary>The queue's settings.</summary>
    public QueueOptions Options { get; }

    /// <summary>Where its dead letters go; null for dead letters themselves, which stay.</summary>
    public BrokerQueue? DeadLetters { get; }

    private string Key => Options.Name.ToLowerInvariant();

    /// <summary>Takes messages in; they are stored when this ends. Returns their numbers.</summary>
    public async Task<long[]> EnqueueAsync(IReadOnlyList<(byte[] Encoded, DateTimeOffset? At)> sent)
    {
        BrokerMessage[] taken;
        lock (guard)
            taken = [.. sent.Select(m => Number(m.Encoded, m.At))];
        await store.CommitAsync([.. taken.Select(Put)]);
        Add(taken);
        return [.. taken.Select(m => m.Sequence)];
    }

    /// <summary>Adds somebody who wants messages, or says that more are wanted.</summary>
    public void Want(IReceiver receiver)
    {
        lock (guard)
        {
            if (!receivers.Contains(receiver))
                receivers.Add(receiver);
            Hand();
        }
    }

    /// <summary>Somebody is gone; what is locked stays so until its time.</summary>
    public void Leave(IReceiver receiver)
    {
        lock (guard)
            receivers.Remove(receiver);
    }

    /// <summary>The message is done with. False when the lock is lost.</summary>
    public Task<bool> CompleteAsync(Guid token) => EndLockAsync(token, message => (null, null));

    /// <summary>The message comes back at once, one failure on. False when the lock is lost.</summary>
    public Task<bool> AbandonAsync(Guid token, Func<byte[], byte[]> change) => EndLockAsync(token, message =>
    {
        var back = message with { Failures = message.Failures + 1, Encoded = change(message.Encoded) };
        return back.Failures >= Options.MaxDeliveryCount && DeadLetters is not null
            ? (null, AmqpMessages.WithReason(back.Encoded, Options.Name, "MaxDeliveryCountExceeded", "It was given out too often."))
            : (back, null);
    });

    /// <summary>The receiver never looked at it: it comes back as it was. False when the lock is lost.</summary>
    public Task<bool> ReleaseAsync(Guid token) => EndLockAsync(token, message => (message, null));

    /// <summary>The message waits for somebody who names it. False when the lock is lost.</summary>
    public Task<bool> DeferAsync(Guid token, Func<byte[], byte[]> change) =>
        EndLockAsync(token, message => (message with { State = MessageState.Deferred, Encoded = change(message.Encoded) }, null));

    /// <summary>The message goes to the dead letters. False when the lock is lost.</summary>
    public Task<bool> DeadLetterAsync(Guid token, Func<byte[], byte[]> change) => EndLockAsync(token, message =>
        DeadLetters is null ? (message with { Encoded = change(message.Encoded) }, null) : (null, change(message.Encoded)));

    /// <summary>Makes a lock longer. Null when it is lost.</summary>
    public DateTimeOffset? Renew(Guid token)
    {
        lock (guard)
        {
            if (!locks.TryGetValue(token, out var held) || held.Until < time.GetUtcNow())
                return null;
            return (locks[token] = held with { Until = time.GetUtcNow() + Options.LockDuration }).Until;
        }
    }

    /// <summary>Messages from a number on, as they lie.</summary>
    public IReadOnlyList<BrokerMessage> Peek(long from, int count)
    {
        lock (guard)
            return [.. messages.Where(m => m.Key >= from).Take(count).Select(m => m.Value)];
    }

    /// <summary>Takes scheduled messages back. False when one is not there any more.</summary>
    public async Task<bool> CancelAsync(IReadOnlyList<long> numbers)
    {
        lock (guard)
        {
            if (numbers.Any(n => !messages.TryGetValue(n, out var m) || m.State != MessageState.Scheduled))
                return false;
            foreach (var number in numbers)
                messages.Remove(number);
        }

        await store.CommitAsync([.. numbers.Select(n => new StoreChange(Key, n, null))]);
        return true;
    }

    /// <summary>Locks deferred messages by their numbers.</summary>
    public IReadOnlyList<LockedMessage> TakeDeferred(IReadOnlyList<long> numbers)
    {
        lock (guard)
            return [.. numbers.Where(n => messages.TryGetValue(n, out var m) && m.State == MessageState.Deferred
                && !locks.Values.Any(l => l.Message.Sequence == n)).Select(n => Lock(messages[n]))];
    }

    /// <summary>Whether there is no message, not even one that is locked, scheduled or deferred.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (guard)
                return messages.Count == 0;
        }
    }

    /// <summary>Forgets every message that nobody holds a lock on, scheduled and deferred ones too.</summary>
    public async Task ClearAsync()
    {
        long[] gone;
        lock (guard)
        {
            gone = [.. messages.Keys.Except(locks.Values.Select(held => held.Message.Sequence))];
            foreach (var number in gone)
                messages.Remove(number);
            available.ExceptWith(gone);
        }

        await store.CommitAsync([.. gone.Select(number => new StoreChange(Key, number, null))]);
    }

    /// <summary>Ends locks whose time is over, and lets scheduled messages in whose hour has come.</summary>
    public async Task TickAsync()
    {
        List<Guid> lost;
        List<BrokerMessage> due;
        lock (guard)
        {
            var now = time.GetUtcNow();
            lost = [.. locks.Values.Where(l => l.Until < now).Select(l => l.Token)];
            due = [.. messages.Values.Where(m => m.State == MessageState.Scheduled && m.Enqueued <= now)
                .Select(m => m with { State = MessageState.Active })];
        }

        foreach (var token in lost)
            await AbandonAsync(token, encoded => encoded);
        if (due.Count == 0)
            return;
        await store.CommitAsync([.. due.Select(Put)]);
        lock (guard)
            due.RemoveAll(m => !messages.ContainsKey(m.Sequence));
        Add(due);
    }

    // Ends a lock: the message comes back as the first of the pair says, or goes to the dead letters as the second, or is gone.
    private async Task<bool> EndLockAsync(Guid token, Func<BrokerMessage, (BrokerMessage? Back, byte[]? Dead)> end)
    {
        LockedMessage? held;
        lock (guard)
            if (!locks.Remove(token, out held))
                return false;
        var (back, dead) = end(held.Message);
        if (dead is not null && DeadLetters is not null)
            await DeadLetters.AdoptAsync(dead, new StoreChange(Key, held.Message.Sequence, null));
        else
            await store.CommitAsync(new StoreChange(Key, held.Message.Sequence, back));
        lock (guard)
        {
            if (back is null)
                messages.Remove(held.Message.Sequence);
            else
                messages[back.Sequence] = back;
            if (back is { State: MessageState.Active })
                available.Add(back.Sequence);
            Hand();
        }

        return true;
    }

    // A dead letter leaves its queue and enters this one in one transaction.
    private async Task AdoptAsync(byte[] encoded, StoreChange leaving)
    {
        BrokerMessage taken;
        lock (guard)
            taken = Number(encoded, null);
        await store.CommitAsync(leaving, Put(taken));
        Add([taken]);
    }

    private BrokerMessage Number(byte[] encoded, DateTimeOffset? at) => new(++last, encoded, at ?? time.GetUtcNow())
    {
        State = at is null ? MessageState.Active : MessageState.Scheduled,
    };

    private StoreChange Put(BrokerMessage message) => new(Key, message.Sequence, message);

    private void Add(IReadOnlyList<BrokerMessage> taken)
    {
        lock (guard)
        {
            foreach (var message in taken)
            {
                messages[message.Sequence] = message;
                if (message.State == MessageState.Active)
                    available.Add(message.Sequence);
            }

            Hand();
        }
    }

    private LockedMessage Lock(BrokerMessage message)
    {
        var held = new LockedMessage(message, Guid.NewGuid(), time.GetUtcNow() + Options.LockDuration);
        locks[held.Token] = held;
        return held;
    }

    // Oldest first, receivers in turn.
    private void Hand()
    {
        while (available.Count > 0)
        {
            var message = messages[available.Min];
            var held = Lock(message);
            var receiver = receivers.Find(r => r.TryHand(this, held));
            if (receiver is null)
            {
                locks.Remove(held.Token);
                return;
            }

            available.Remove(message.Sequence);
            receivers.Remove(receiver);
            receivers.Add(receiver);
            if (receiver.Settles)
            {
                locks.Remove(held.Token);
                messages.Remove(message.Sequence);
                _ = store.CommitAsync(new StoreChange(Key, message.Sequence, null));
            }
        }
    }
}
