using System.Net;
using Hotline.Contracts;
using Hotline.Intake.Drop;
using Hotline.Intake.Table;
using Hotline.Intake.Texts;
using Hotline.Platform.Storage;
using Hotline.Platform.Twilio;
using Microsoft.Extensions.Options;
using Twilio.Exceptions;
using Twilio.Rest.Api.V2010.Account;
using Twilio.Rest.Api.V2010.Account.Message;

namespace Hotline.Intake.Reconciliation;

/// <summary>Takes the texts of which no webhook told, and notes the line's own whose words still lie at Twilio.</summary>
public sealed class MissedTexts(
    RoomTable table, TwilioLists twilio, MessageLog messages, ReceiptsInTexts returns, IOptions<TwilioOptions> account, TimeProvider time)
{
    /// <summary>Looks at what was sent to a line: one read each.</summary>
    public async Task TakeAsync(IEnumerable<MessageResource> listed, ServedLine line, ReconciliationPass pass, CancellationToken stop)
    {
        // Newest first, as they are listed, and in one second no order but that.
        foreach (var message in listed.Reverse().OrderBy(message => message.DateSent))
            if (message.Direction == MessageResource.DirectionEnum.Inbound)
                await pass.TryAsync(message.Sid, SentAt(message), () => TakeAsync(message, line, pass, stop), stop);
    }

    /// <summary>
    /// Looks at what a line has sent: one read each. A reply says the receipt; where no callback told of it, its words are still to go.
    /// </summary>
    public async Task NoteSentAsync(IEnumerable<MessageResource> listed, ReconciliationPass pass, CancellationToken stop)
    {
        foreach (var message in listed)
            if (message.Direction != MessageResource.DirectionEnum.Inbound && message.Body is { Length: > 0 })
                await pass.TryAsync(message.Sid, SentAt(message), () => NoteSentAsync(message, pass, stop), stop);
    }

    private async Task TakeAsync(MessageResource message, ServedLine line, ReconciliationPass pass, CancellationToken stop)
    {
        var sid = SidOf(message);
        if (await IsThereAsync(message.From?.ToString() ?? "", IntakeKeys.Seen(sid.Value, "received", "0"), stop))
            return;
        if (message is { Body: null or "", NumMedia: null or "0" })
            return; // Its words were taken out at Twilio already: there is nothing to take.

        var media = message.NumMedia is null or "0" ? [] : await MediaAsync(message, stop);

        // A webhook that is not here was not answered either; then Twilio asks the fallback, where there is one.
        var found = new ReconciledFrom(time.GetUtcNow(), null, line.HasTextFallback);
        pass.Reconciled(await KeepAsync(IncomingText.Of(sid, message, AccountOf(message), media), found, stop), sid.Value, found);
    }

    // Twilio may list media late, or not at all for now: what is not here yet is fetched by FindMedia, and the words don't wait for it.
    private async Task<IReadOnlyList<MediaResource>> MediaAsync(MessageResource message, CancellationToken stop)
    {
        try
        {
            return await twilio.MediaAsync(message.Sid, stop, AccountOf(message));
        }
        catch (Exception e) when (e is ApiException { Status: not (int)HttpStatusCode.TooManyRequests } or ApiConnectionException)
        {
            return [];
        }
    }

    // As ReceiveMessage does; but nobody waits for an answer.
    private async Task<PartKind> KeepAsync(IncomingText came, ReconciledFrom found, CancellationToken stop)
    {
        var text = new ReadText(came, await returns.FindAsync(came, stop)) { Found = found };
        if (text.Codes.IsAll)
        {
            await messages.AskedAsync(came, stop, found);
            return PartKind.Statement;
        }

        return (await messages.ReceivedAsync(text, static () => ValueTask.FromResult(false), stop)).Tip is null ? PartKind.Consent : PartKind.Statement;
    }

    private async Task NoteSentAsync(MessageResource message, ReconciliationPass pass, CancellationToken stop)
    {
        var sid = SidOf(message);
        if (await IsThereAsync(message.To ?? "", IntakeKeys.Message(sid), stop))
            return;
        var line = message.From?.ToString() is { Length: > 0 } from ? from : null;
        await messages.SentAsync(new TextStatus(sid, AccountOf(message), line, message.To ?? "", message.Status.ToString()), stop);
        pass.Asked(message.Sid);
    }

    private async Task<bool> IsThereAsync(string number, string row, CancellationToken stop) =>
        await table.FindAsync(IntakeKeys.ShardOf(number), row, stop, "RowKey") is not null;

    private static MessageSid SidOf(MessageResource message) =>
        MessageSid.Parse(message.Sid) ?? throw new FormatException("Twilio lists a text without a sid.");

    private string AccountOf(MessageResource message) => message.AccountSid ?? account.Value.AccountSid;

    private static DateTimeOffset SentAt(MessageResource message) =>
        TwilioLists.Utc(message.DateSent ?? message.DateCreated) ?? DateTimeOffset.MinValue;
}
