using System.Globalization;
using Azure.Data.Tables;
using Hotline.Contracts;
using Hotline.Intake.Drop;
using Hotline.Intake.Evidence;
using Hotline.Intake.Table;
using Hotline.Platform.Messaging;
using Hotline.Platform.Storage;
using Hotline.Platform.Twilio;

namespace Hotline.Intake.Texts;

/// <summary>What became of a text.</summary>
/// <param name="Tip">The tip that it belongs to; null for a STOP or START that joined none.</param>
/// <param name="OwesReceipt">Whether its answer is the one that says the tip's receipt.</param>
public sealed record KeptMessage(TipId? Tip, bool OwesReceipt);

/// <summary>The texts' metadata, and what each text adds to its tip: one transaction a text.</summary>
public sealed class MessageLog(RoomTable table, OpenThreads threads, TipDrop drop, TimeProvider time)
{
    private const int Marker = 0;
    private const int MaxTries = 10;

    /// <summary>
    /// Keeps a text, its media and the tip that it belongs to; with an earlier report's receipt in it, without the receipt and linked to
    /// that report. STOP and its like join a tip and open none. A second time it changes nothing and says the same.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="canGiveReceipt">
    /// Asked only where the tip has none yet: whether a receipt is in hand, which may take a moment; without one, the sender's next text is answered with it.
    /// </param>
    public Task<KeptMessage> ReceivedAsync(ReadText text, Func<ValueTask<bool>> canGiveReceipt, CancellationToken stop) =>
        OptimisticRetry.RunAsync(
            token => TryKeepAsync(text, canGiveReceipt, token), MaxTries, "Too many texts of one sender came at once.", time, stop);

    private async ValueTask<Attempt<KeptMessage>> TryKeepAsync(ReadText text, Func<ValueTask<bool>> canGiveReceipt, CancellationToken stop)
    {
        var (sid, from, line) = (text.Text.Sid, text.Text.From, text.Text.Line ?? "");
        var shard = IntakeKeys.ShardOf(from);
        var thread = Sender.IsOnePhone(from) ? await threads.FindAsync(shard, line, from, stop) : null;
        if (text.Word is { OpensTip: false } && thread?.Tip is null)
            return Attempt.Done(await ConsentedAsync(text, shard, stop));
        var tip = thread?.Tip ?? TipId.OfMessage(sid);
        var owesReceipt = thread?.ReceiptBy is null && await canGiveReceipt();
        var transaction = await BuildAsync(text, new Place(shard, thread, tip, owesReceipt), stop);
        var conflict = await drop.DropAsync(transaction, stop);
        Remember(from, line, thread, transaction, conflict);
        return conflict switch
        {
            null => Attempt.Done(new KeptMessage(tip, owesReceipt)),
            Marker => Attempt.Done(await FindAsync(shard, sid, stop)),
            // Two texts at once: the other one opened the thread or took its receipt, so this one reads it again and joins.
            _ => Attempt.Lost<KeptMessage>(),
        };
    }

    private void Remember(string from, string line, OpenThread? thread, Transaction transaction, int? conflict)
    {
        if (thread is null)
            return;
        if (conflict is not null)
        {
            threads.Forget(line, from, thread);
            return;
        }

        var (row, version) = transaction.Written.First(written => written.Row.RowKey == thread.Row);
        // Another process may have given the receipt between our read and a merge over any version.
        if (version is null || (thread.ReceiptBy is null && row.GetString("ReceiptBy") is null))
            return;
        threads.Remember(line, from, thread with
        {
            Read = version, Tip = TipId.Parse(row.GetString("Tip")), ReceiptBy = row.GetString("ReceiptBy"),
        });
    }

    /// <summary>Keeps that a text was a receipt and nothing else: it belongs to no tip, and Twilio's copy of it is to go.</summary>
    public Task AskedAsync(IncomingText text, CancellationToken stop, ReconciledFrom? found = null)
    {
        var (shard, now) = (IntakeKeys.ShardOf(text.From), time.GetUtcNow());
        var columns = new TableEntity { { "Account", text.Account }, { "Line", text.Line }, { "Received", now } };
        found?.AddTo(columns);
        return drop.DropAsync(
            Received(shard, text.Sid)
                .Merge(IntakeKeys.Message(text.Sid), columns)
                .Announce(new CleanUpAtTwilio(shard, text.Sid.Value).ToMessage(now)),
            stop);
    }

    /// <summary>How far a text of ours got. Its words lie at Twilio as well, the receipt among them: they are to go.</summary>
    public Task SentAsync(TextStatus status, CancellationToken stop) => drop.DropAsync(Sent(status, "sent"), stop);

    /// <summary>How far a text got that Review sent: the tip on which it asks learns it.</summary>
    /// <param name="status">How far.</param>
    /// <param name="tip">The tip.</param>
    /// <param name="question">The part whose question the text brought.</param>
    public async Task DeliveredAsync(TextStatus status, TipId tip, string question, CancellationToken stop)
    {
        var content = new DeliveryContent(status.Text.Value, status.Status, status.Error, question, time.GetUtcNow());
        var part = await drop.SealAsync(
            new PartDraft<DeliveryContent>(tip, PartKind.DeliveryStatus, $"{status.Text}-{status.Status}", Channel.Text, content), stop);
        await drop.DropAsync(Sent(status, "delivered").Announce(part), stop);
    }

    private Transaction Sent(TextStatus status, string step)
    {
        var shard = IntakeKeys.ShardOf(status.To);
        var columns = new TableEntity { { "Account", status.Account }, { "Line", status.Line }, { "Told", time.GetUtcNow() } };
        if (status.IsFinal)
            columns["Final"] = status.Status;
        return new Transaction(shard)
            .Insert(IntakeKeys.Seen(status.Text.Value, step, status.Status))
            .Merge(IntakeKeys.Message(status.Text), columns)
            .Announce(new CleanUpAtTwilio(shard, status.Text.Value).ToMessage(time.GetUtcNow()));
    }

    // It belongs to no tip, but Review may know a question that it answers.
    private async Task<KeptMessage> ConsentedAsync(ReadText text, string shard, CancellationToken stop)
    {
        var sid = text.Text.Sid;
        var transaction = Received(shard, sid)
            .Merge(IntakeKeys.Message(sid), Columns(text, null, false))
            .Announce(await SealWordAsync(text, shard, stop));
        return await drop.DropAsync(transaction, stop) is null ? new KeptMessage(null, false) : await FindAsync(shard, sid, stop);
    }

    /// <param name="read">The text.</param>
    /// <param name="shard">Where its row lies; null where a statement says so.</param>
    private Task<OutboxMessage> SealWordAsync(ReadText read, string? shard, CancellationToken stop)
    {
        var text = read.Text;
        var content = new ConsentContent(
            read.Word!.Effect, text.From, text.Line ?? "", text.Sid.Value, shard, shard is null ? null : text.Body);
        return drop.SealAsync(new PartDraft<ConsentContent>(null, PartKind.Consent, text.Sid.Value, Channel.Text, content), stop);
    }

    private async Task<Transaction> BuildAsync(ReadText read, Place place, CancellationToken stop)
    {
        var (text, now, tip, sid) = (read.Text, time.GetUtcNow(), place.Tip, read.Text.Sid);
        var transaction = Received(place.Shard, sid);
        if (place.Thread is { } thread)
        {
            var columns = new TableEntity
            {
                { "Tip", tip.Value }, { "Last", now },
                { "ReceiptBy", place.OwesReceipt || read.Codes.IsReturning ? sid.Value : thread.ReceiptBy },
            };
            _ = thread.Read is not { } seen ? transaction.Insert(thread.Row, columns)
                : place.OwesReceipt || thread.IsRemembered
                    ? transaction.Change(thread.Row, columns, seen) // One of two at once gives the receipt; memory may be old.
                : transaction.Merge(thread.Row, columns);
        }

        transaction.Merge(IntakeKeys.Message(sid), Columns(read, tip, place.OwesReceipt));
        var overFallback = read.Found?.OverFallback == true;
        foreach (var item in text.Media)
            (EvidenceRow.OfMedia(item.Sid, tip, sid, text.Account!) with { ContentType = item.ContentType, OverFallback = overFallback })
                .AddTo(transaction, now);
        if (text.Media.Count < text.MediaCount)
            transaction.Announce(new FindMedia(place.Shard, sid.Value).ToMessage(now));
        if (read.Word is not null)
            transaction.Announce(await SealWordAsync(read, null, stop));
        foreach (var (earlier, n) in read.Codes.Opened.Select(opening => opening.Tip).Where(earlier => earlier != tip).Distinct()
            .Select((earlier, n) => (earlier, n)))
            transaction.Announce(await drop.SealAsync(
                new PartDraft<LinkContent>(
                    tip, PartKind.Link, n == 0 ? sid.Value : string.Create(CultureInfo.InvariantCulture, $"{sid}-{n}"), Channel.Text,
                    new LinkContent(earlier.Value)), stop));
        var statement = new StatementContent(
            read.Codes.Words, text.From, text.Line ?? "", sid.Value, text.MediaCount, place.Shard,
            IsOverLimit: read.IsOverLimit, HidesCodes: read.Codes.HidesCodes);
        return transaction.Announce(await drop.SealAsync(
            new PartDraft<StatementContent>(tip, PartKind.Statement, sid.Value, Channel.Text, statement) { OverFallback = overFallback },
            stop));
    }

    private TableEntity Columns(ReadText read, TipId? tip, bool owesReceipt)
    {
        var text = read.Text;
        var columns = new TableEntity
        {
            { "Tip", tip?.Value },
            { "Account", text.Account },
            { "Line", text.Line },
            { "Number", drop.SealNumber(tip, IntakeKeys.Message(text.Sid), text.From) },
            { "Received", time.GetUtcNow() },
            { "Media", text.MediaCount },
            { "Named", string.Join(' ', text.Media.Select(item => item.Sid)) },
            { "Segments", text.Segments },
            { "Country", text.Country },
            { "OwesReceipt", owesReceipt },
        };
        read.Found?.AddTo(columns);
        return columns;
    }

    private static Transaction Received(string shard, MessageSid sid) =>
        new Transaction(shard).Insert(IntakeKeys.Seen(sid.Value, "received", "0"));

    private async Task<KeptMessage> FindAsync(string shard, MessageSid sid, CancellationToken stop)
    {
        var row = await table.ReadAsync(shard, IntakeKeys.Message(sid), stop);
        return new KeptMessage(row.GetString("Tip") is { } tip ? TipId.OrNone(tip) : null, row.GetBoolean("OwesReceipt") == true);
    }

    // Where a text belongs.
    private sealed record Place(string Shard, OpenThread? Thread, TipId Tip, bool OwesReceipt);
}
