using Azure.Data.Tables;
using Hotline.Storage;
using Hotline.Tips;

namespace Hotline.Intake.Receipts;

/// <summary>Gives receipts: its row and its <see cref="PartKind.Receipt"/> part are stored before anybody hears the code.</summary>
public sealed class ReceiptDesk(ReceiptPool pool, TipDrop drop, TimeProvider time)
{
    /// <summary>How long a receipt lives after its last use.</summary>
    public static TimeSpan Life { get; } = TimeSpan.FromDays(90);

    /// <summary>Gives a receipt for a tip.</summary>
    /// <returns>The code, to be said once and forgotten; null when no receipt is ready.</returns>
    public async Task<ReceiptCode?> GiveAsync(TipId tip, Channel channel, Language language, CancellationToken stop) =>
        pool.TryTake() is { } ready ? await GiveAsync(ready, tip, channel, language, stop) : null;

    /// <summary>Gives this receipt for a tip.</summary>
    /// <returns>Its code, to be said once and forgotten.</returns>
    public async Task<ReceiptCode> GiveAsync(ReadyReceipt ready, TipId tip, Channel channel, Language language, CancellationToken stop)
    {
        var (code, receipt) = ready;
        var now = time.GetUtcNow();
        var part = await drop.SealAsync(
            tip, PartKind.Receipt, receipt.Lookup, channel, language.Code,
            new ReceiptContent(receipt.Lookup, Convert.ToBase64String(receipt.PublicKey)), PartContents.Default.ReceiptContent, stop);
        await drop.DropAsync(
            new Transaction(Keys.ShardOf(receipt.Lookup))
                .Insert(Keys.Receipt(receipt.Lookup), new TableEntity
                {
                    { "Tip", tip.Value }, { "PublicKey", receipt.PublicKey }, { "Channel", channel.ToString() },
                    { "Language", language.Code }, { "Given", now }, { "Expires", now + Life },
                })
                .Announce(part),
            stop);
        return code;
    }
}
