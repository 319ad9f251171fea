using Hotline.Contracts;
using Hotline.Local.Twilio.Account;

namespace Hotline.Tests.Drivers;

/// <summary>Somebody who reports by phone.</summary>
internal static class Caller
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Calls, says something and waits until Review has accepted its parts.</summary>
    public static async Task<TipId> ReportsAsync(Line line, string says, string from = "+15005550006")
    {
        var call = await line.Twilio.CallAsync(new CallScript { Says = [says], From = from }, null, Stop);
        var tip = TipOf.Call(call.Sid);
        await Eventually.EqualAsync(
            3 + ToldReceipts.In(call), async () =>
                [.. (await ReviewRows.FindAsync(line, $"part|{tip}|")).Select(row => row.RowKey)], Stop);
        return tip;
    }
}
