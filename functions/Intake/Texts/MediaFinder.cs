using Azure.Data.Tables;
using Hotline.Contracts;
using Hotline.Intake.Drop;
using Hotline.Intake.Evidence;
using Hotline.Intake.Table;
using Hotline.Platform.Messaging;
using Hotline.Platform.Storage;
using Hotline.Platform.Twilio;
using Microsoft.Extensions.Options;

namespace Hotline.Intake.Texts;

/// <summary>
/// Asks Twilio for the media items of a text that counts more of them than it names. Twilio may list them late; once
/// <see cref="RetryOptions.MediaAfter"/> is over, the tip says how many are missing.
/// </summary>
public sealed class MediaFinder(RoomTable table, TwilioLists twilio, TipDrop drop, IOptions<RetryOptions> retry, TimeProvider time)
    : IJobLastTry<FindMedia>
{
    /// <summary>Carries the order out; a second time it changes nothing.</summary>
    /// <exception cref="RefusedException">No row names the message, or Twilio has not listed them all in this time.</exception>
    /// <exception cref="NotYetException">Twilio does not list them all yet.</exception>
    public async Task HandleAsync(FindMedia order, CancellationToken stop)
    {
        var message = await FindAsync(order, stop);
        var missing = await TakeAsync(order, message, stop);
        if (missing == 0)
            return;
        if (time.GetUtcNow() - message.GetDateTimeOffset("Received") < retry.Value.MediaAfter)
            throw new NotYetException("Twilio does not list all files of the text yet.");
        await MissAsync(order, message, missing, MissingReason.Unlisted, stop);
        throw new RefusedException("Twilio does not list all files that it counted of the text.");
    }

    /// <summary>Says that they are missing: Twilio has not answered in all this time.</summary>
    /// <exception cref="RefusedException">Always, so that they can be asked for again.</exception>
    public async Task GiveUpAsync(FindMedia order, CancellationToken stop)
    {
        var message = await FindAsync(order, stop);
        await MissAsync(order, message, Math.Max(1, CountOf(message) - NamedIn(message).Count), MissingReason.Unreachable, stop);
        throw new RefusedException("Twilio did not say in time which files came with the text.");
    }

    // Returns how many are neither named nor listed.
    private async Task<int> TakeAsync(WorkOrder order, TableEntity message, CancellationToken stop)
    {
        var (account, known, text) = (message.GetString("Account"), NamedIn(message), TextOf(order));
        foreach (var item in await twilio.MediaAsync(order.Evidence, stop, account))
        {
            known.Add(item.Sid);
            if (await table.FindAsync(order.Shard, IntakeKeys.Evidence(item.Sid), stop, "RowKey") is not null)
                continue;
            var evidence = EvidenceRow.OfMedia(item.Sid, TipOf(message), text, account) with { ContentType = item.ContentType };
            // Once its bytes are kept Twilio's copy goes, and Twilio lists it no more.
            await drop.DropAsync(
                evidence.AddTo(
                    new Transaction(order.Shard).Insert(IntakeKeys.Seen(item.Sid, "listed", "0"))
                        .Merge(IntakeKeys.Message(text), new TableEntity { { "Named", string.Join(' ', known) } }), time.GetUtcNow()),
                stop);
        }

        return Math.Max(0, CountOf(message) - known.Count);
    }

    private async Task MissAsync(WorkOrder order, TableEntity message, int count, MissingReason reason, CancellationToken stop)
    {
        var content = new MissingContent(order.Evidence, PartKind.Attachment, order.Evidence, count, reason);
        var part = await drop.SealAsync(
            new PartDraft<MissingContent>(TipOf(message), PartKind.Missing, order.Evidence, Channel.Text, content), stop);
        await drop.DropAsync(new Transaction(order.Shard).Insert(IntakeKeys.Seen(order.Evidence, "missed", "0")).Announce(part), stop);
    }

    private async Task<TableEntity> FindAsync(WorkOrder order, CancellationToken stop) =>
        await table.FindAsync(order.Shard, IntakeKeys.Message(TextOf(order)), stop)
        ?? throw new RefusedException("No row names this text.");

    private static MessageSid TextOf(WorkOrder order) =>
        MessageSid.Parse(order.Evidence) ?? throw new RefusedException("The order names no text.");

    private static TipId TipOf(TableEntity message) => TipId.OrNone(message.GetString("Tip"));

    private static HashSet<string> NamedIn(TableEntity message) =>
        [.. (message.GetString("Named") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)];

    private static int CountOf(TableEntity message) => message.GetInt32("Media") ?? 0;
}
