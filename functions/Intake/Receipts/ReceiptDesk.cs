using Hotline.Contracts;
using Hotline.Intake.Drop;
using Hotline.Intake.Table;
using Hotline.Platform.Messaging;
using Hotline.Platform.Storage;
using Microsoft.Extensions.Options;

namespace Hotline.Intake.Receipts;

/// <summary>Gives receipts: its row and its <see cref="PartKind.Receipt"/> part are stored before anybody hears the code.</summary>
public sealed class ReceiptDesk(ReceiptPool pool, TipDrop drop, IOptions<StorageOptions> storage, TimeProvider time)
{
    /// <summary>How long a receipt lives after its last use; longer where Review says so.</summary>
    public static TimeSpan Life => Reply.ReceiptLife;

    /// <summary>How long an answer waits for a receipt where none is ready, 1.5 s by default; one takes a quarter of a second to make.</summary>
    public TimeSpan Patience { get; } = storage.Value.Timeout;

    /// <summary>Gives a receipt for a tip.</summary>
    /// <returns>The code, to be said once and forgotten; null when there was none in time.</returns>
    public async Task<ReceiptCode?> GiveAsync(TipId tip, Channel channel, string language, CancellationToken stop) =>
        await pool.TakeAsync(Patience, stop) is { } ready ? await GiveAsync(ready, tip, channel, language, stop) : null;

    /// <summary>Gives this receipt for a tip.</summary>
    /// <returns>Its code, to be said once and forgotten.</returns>
    public async Task<ReceiptCode> GiveAsync(ReadyReceipt ready, TipId tip, Channel channel, string language, CancellationToken stop)
    {
        var (code, keys) = ready;
        var now = time.GetUtcNow();
        var content = new ReceiptContent(keys.Lookup, Convert.ToBase64String(keys.PublicKey));
        var part = await drop.SealAsync(
            new PartDraft<ReceiptContent>(tip, PartKind.Receipt, keys.Lookup, channel, content) { Language = language }, stop);
        await drop.DropAsync(
            new Transaction(IntakeKeys.ShardOf(keys.Lookup))
                .Insert(
                    IntakeKeys.Receipt(keys.Lookup),
                    new ReceiptRow(tip, channel.ToString(), language, now, now + Life).ToColumns(keys))
                .Announce(part),
            stop);
        return code;
    }
}
