using System.Globalization;
using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Hotline.Contracts;
using Hotline.Intake.Drop;
using Hotline.Intake.Evidence;
using Hotline.Intake.Lines;
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
public sealed partial class MessageLog(RoomTable table, OpenThreads threads, TipDrop drop, TimeProvider time)
{
    private const int Marker = 0;
    private const int MaxTries = 10;

    // Twilio takes ten; a transaction, a hundred rows. What is beyond them is listed.
    private const int MaxNamed = 40;

    /// <summary>
    /// Keeps a text, its media and the tip that it belongs to; with an earlier report's receipt in it, without the receipt and linked to
    /// that report. STOP and its like join a tip and open none. A second time it changes nothing and says the same.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="canGiveReceipt">
    /// Asked only where the tip has none yet: whether a receipt is in hand; without one, the sender's next text is answered with it.
    /// </param>
    /// <param name="stop">Cuts it short; nothing is stored then, or all of it.</param>
    public Task<KeptMessage> ReceivedAsync(IncomingText text, Func<bool> canGiveReceipt, CancellationToken stop) =>
        OptimisticRetry.RunAsync(
            token => TryKeepAsync(text, canGiveReceipt, token), MaxTries, "Too many texts of one sender came at once.", time, stop);

    private async ValueTask<Attempt<KeptMessage>> TryKeepAsync(IncomingText text, Func<bool> canGiveReceipt, CancellationToken stop)
    {
        var form = text.Form;
        var (sid, from) = (form.Sid("MessageSid"), form["From"] ?? "");
        var shard = IntakeKeys.ShardOf(from);
        var thread = Sender.IsOnePhone(from) ? await threads.FindAsync(shard, form["To"] ?? "", from, stop) : null;
        if (text.Word is { OpensTip: false } && thread?.Tip is null)
            return Attempt.Done(await ConsentedAsync(text, shard, stop));
        var tip = thread?.Tip ?? TipId.OfMessage(sid);
        var owesReceipt = thread?.ReceiptBy is null && canGiveReceipt();
        var transaction = await BuildAsync(text, sid, from, shard, thread, tip, owesReceipt, stop);
        return await drop.DropAsync(transaction, stop) switch
        {
            null => Attempt.Done(new KeptMessage(tip, owesReceipt)),
            Marker => Attempt.Done(await FindAsync(shard, sid, stop)),
            // Two texts at once: the other one opened the thread or took its receipt, so this one reads it again and joins.
            _ => Attempt.Lost<KeptMessage>(),
        };
    }

    /// <summary>Keeps that a text was a receipt and nothing else: it belongs to no tip, and Twilio's copy of it is to go.</summary>
    public Task AskedAsync(TwilioForm form, CancellationToken stop, Found? found = null)
    {
        var (sid, shard, now) = (form.Sid("MessageSid"), IntakeKeys.ShardOf(form["From"] ?? ""), time.GetUtcNow());
        var columns = new TableEntity { { "Account", form["AccountSid"] }, { "Line", form["To"] }, { "Received", now } };
        found?.AddTo(columns);
        return drop.DropAsync(
            new Transaction(shard)
                .Insert(IntakeKeys.Seen(sid, "received", "0"))
                .Merge(IntakeKeys.Message(sid), columns)
                .Announce(new CleanUpAtTwilio(shard, sid).ToMessage(now)),
            stop);
    }

    /// <summary>How far a text of ours got. Its words lie at Twilio as well, the receipt among them: they are to go.</summary>
    public Task SentAsync(TwilioForm form, string status, CancellationToken stop) => drop.DropAsync(Sent(form, "sent", status), stop);

    /// <summary>How far a text got that Review sent: the tip on which it asks learns it.</summary>
    /// <param name="form">The status callback.</param>
    /// <param name="tip">The tip.</param>
    /// <param name="question">The part whose question the text brought.</param>
    /// <param name="stop">Cuts it short; nothing is stored then, or all of it.</param>
    public async Task DeliveredAsync(TwilioForm form, TipId tip, string question, CancellationToken stop)
    {
        var (sid, status) = (form.Sid("MessageSid"), MessageStatus.Of(form));
        var part = await drop.SealAsync(
            tip, PartKind.DeliveryStatus, $"{sid}-{status}", Channel.Text, null,
            new DeliveryContent(sid, status, form.Number("ErrorCode"), question, time.GetUtcNow()),
            PartContents.Default.DeliveryContent, stop);
        await drop.DropAsync(Sent(form, "delivered", status).Announce(part), stop);
    }

    private Transaction Sent(TwilioForm form, string step, string status)
    {
        var sid = form.Sid("MessageSid");
        var shard = IntakeKeys.ShardOf(form["To"] ?? "");
        var columns = new TableEntity { { "Account", form["AccountSid"] }, { "Line", form["From"] }, { "Told", time.GetUtcNow() } };
        if (TwilioCopies.IsFinal(status))
            columns["Final"] = status;
        return new Transaction(shard)
            .Insert(IntakeKeys.Seen(sid, step, status))
            .Merge(IntakeKeys.Message(sid), columns)
            .Announce(new CleanUpAtTwilio(shard, sid).ToMessage(time.GetUtcNow()));
    }

    // It belongs to no tip, but Review may know a question that it answers.
    private async Task<KeptMessage> ConsentedAsync(IncomingText text, string shard, CancellationToken stop)
    {
        var (form, sid) = (text.Form, text.Form.Sid("MessageSid"));
        var transaction = new Transaction(shard)
            .Insert(IntakeKeys.Seen(sid, "received", "0"))
            .Merge(IntakeKeys.Message(sid), Columns(form, null, form["From"] ?? "", false, text.Found))
            .Announce(await SealWordAsync(text, shard, stop));
        return await drop.DropAsync(transaction, stop) is null ? new KeptMessage(null, false) : await FindAsync(shard, sid, stop);
    }

    /// <param name="text">The text.</param>
    /// <param name="shard">Where its row lies; null where a statement says so.</param>
    /// <param name="stop">Cuts it short.</param>
    private Task<OutboxMessage> SealWordAsync(IncomingText text, string? shard, CancellationToken stop) => drop.SealAsync(
        null, PartKind.Consent, text.Form.Sid("MessageSid"), Channel.Text, null,
        new ConsentContent(
            text.Word!.Effect, text.Form["From"] ?? "", text.Form["To"] ?? "", text.Form.Sid("MessageSid"), shard,
            shard is null ? null : text.Form["Body"]),
        PartContents.Default.ConsentContent, stop);

    private async Task<Transaction> BuildAsync(
        IncomingText text, string sid, string from, string shard, OpenThread? thread, TipId tip, bool owesReceipt, CancellationToken stop)
    {
        var (form, now) = (text.Form, time.GetUtcNow());
        var transaction = new Transaction(shard).Insert(IntakeKeys.Seen(sid, "received", "0"));
        if (thread is not null)
        {
            var columns = new TableEntity
            {
                { "Tip", tip.Value }, { "Last", now }, { "ReceiptBy", owesReceipt || text.Codes.IsReturning ? sid : thread.ReceiptBy },
            };
            _ = thread.Read is not { } read ? transaction.Insert(thread.Row, columns)
                : owesReceipt ? transaction.Change(thread.Row, columns, read) // One of two at once gives it.
                : transaction.Merge(thread.Row, columns);
        }

        transaction.Merge(IntakeKeys.Message(sid), Columns(form, tip, from, owesReceipt, text.Found));
        var overFallback = text.Found?.OverFallback == true;
        var named = MediaOf(form, sid, tip);
        foreach (var item in named)
            (item with { OverFallback = overFallback }).AddTo(transaction, now);
        if (named.Count < MediaCountOf(form))
            transaction.Announce(new FindMedia(shard, sid).ToMessage(now));
        if (text.Word is not null)
            transaction.Announce(await SealWordAsync(text, null, stop));
        foreach (var (earlier, n) in text.Codes.Opened.Select(opening => opening.Tip).Where(earlier => earlier != tip).Distinct()
            .Select((earlier, n) => (earlier, n)))
            transaction.Announce(await drop.SealAsync(
                tip, PartKind.Link, n == 0 ? sid : string.Create(CultureInfo.InvariantCulture, $"{sid}-{n}"), Channel.Text, null,
                new LinkContent(earlier.Value), PartContents.Default.LinkContent, stop));
        return transaction.Announce(await drop.SealAsync(
            tip, PartKind.Statement, sid, Channel.Text, null,
            new StatementContent(text.Codes.Words, from, form["To"] ?? "", sid, MediaCountOf(form), shard,
                IsOverLimit: text.IsOverLimit, HidesCodes: text.Codes.HidesCodes),
            PartContents.Default.StatementContent, overFallback, stop));
    }

    private TableEntity Columns(TwilioForm form, TipId? tip, string from, bool owesReceipt, Found? found)
    {
        var columns = new TableEntity
        {
            { "Tip", tip?.Value },
            { "Account", form["AccountSid"] },
            { "Line", form["To"] },
            { "Number", drop.SealNumber(tip, IntakeKeys.Message(form.Sid("MessageSid")), from) },
            { "Received", time.GetUtcNow() },
            { "Media", MediaCountOf(form) },
            { "Named", string.Join(' ', MediaOf(form, form.Sid("MessageSid"), tip ?? default).Select(item => item.Sid)) },
            { "Segments", form.Number("NumSegments") },
            { "Country", form["FromCountry"] },
            { "OwesReceipt", owesReceipt },
        };
        found?.AddTo(columns);
        return columns;
    }

    // What Twilio counts, or names although it counts less.
    private static int MediaCountOf(TwilioForm form) =>
        Math.Max(form.Number("NumMedia") ?? 0, form.Pairs.Count(pair => MediaUrl().IsMatch(pair.Key)));

    private static List<EvidenceRow> MediaOf(TwilioForm form, string message, TipId tip) =>
    [
        .. (from pair in form.Pairs
            where MediaUrl().IsMatch(pair.Key) && MediaSid().IsMatch(pair.Value)
            select new EvidenceRow(
                MediaSid().Match(pair.Value).Value, tip, PartKind.Attachment, form.Sid("AccountSid"), message, null,
                form[$"MediaContentType{pair.Key["MediaUrl".Length..]}"], null, TranscriptSource.None))
            .DistinctBy(item => item.Sid).Take(MaxNamed),
    ];

    [GeneratedRegex("^MediaUrl[0-9]+$")]
    private static partial Regex MediaUrl();

    // …/Messages/{MessageSid}/Media/{MediaSid}, whatever comes behind it: https://www.twilio.com/docs/messaging/api/media-resource
    [GeneratedRegex("(?<=/Media/)[A-Z]{2}[0-9a-fA-F]{32}(?![0-9A-Za-z])")]
    private static partial Regex MediaSid();

    private async Task<KeptMessage> FindAsync(string shard, string sid, CancellationToken stop)
    {
        var row = await table.ReadAsync(shard, IntakeKeys.Message(sid), stop);
        return new KeptMessage(row.GetString("Tip") is { } tip ? new TipId(tip) : null, row.GetBoolean("OwesReceipt") == true);
    }
}
