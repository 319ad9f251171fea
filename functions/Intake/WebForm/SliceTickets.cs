using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hotline.Intake.Limits;

namespace Hotline.Intake.WebForm;

/// <summary>A slice that lies in the store: the form brings its ticket back.</summary>
/// <param name="First">The region of its file with which it begins, from zero.</param>
/// <param name="Length">Its bytes, sealed.</param>
/// <param name="Sha256">Their SHA-256, lower-case hex.</param>
public sealed record Slice(int First, int Length, string Sha256)
{
    /// <summary>
    /// The name of its block: of its bytes too, so that what is committed is what the ticket says, whatever else was sent in its place.
    /// All names of a blob are of one length, 64 bytes at most (https://learn.microsoft.com/rest/api/storageservices/put-block).
    /// </summary>
    public string Block => Convert.ToBase64String([.. BitConverter.GetBytes(First), .. Convert.FromHexString(Sha256)]);
}

/// <summary>
/// Tickets for slices that were taken: no row is written for them, and any instance can commit what another one took. A ticket is
/// <c>day.first.length.sha256.mac</c>, good for its day and the next; the MAC under the day's pepper covers the blob's name as well.
/// </summary>
public sealed class SliceTickets(DailyPepper peppers, TimeProvider time)
{
    private const string Kind = "slice";
    private const string Form = "yyyyMMdd";

    /// <summary>Gives a ticket.</summary>
    /// <param name="blob">The name of the blob that the slice is of.</param>
    /// <param name="slice">The slice.</param>
    public async Task<string> GiveAsync(string blob, Slice slice, CancellationToken stop)
    {
        var day = Today;
        return $"{Written(day, slice)}.{await MacAsync(day, blob, slice, stop)}";
    }

    /// <summary>The slice of a ticket; null when it is none of ours, of another blob, or too old.</summary>
    /// <inheritdoc cref="GiveAsync"/>
    public async Task<Slice?> ReadAsync(string blob, string ticket, CancellationToken stop)
    {
        if (ticket.Split('.') is not [var on, var first, var length, { Length: 64 } sha, { Length: 64 } mac]
            || !DateOnly.TryParseExact(on, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            || day > Today || day < Today.AddDays(-1)
            || !int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
            || !int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes))
            return null;
        var slice = new Slice(n, bytes, sha);
        var ours = await MacAsync(day, blob, slice, stop);
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(ours), Encoding.UTF8.GetBytes(mac)) ? slice : null;
    }

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    private Task<string> MacAsync(DateOnly day, string blob, Slice slice, CancellationToken stop) =>
        peppers.HashAsync(day, Kind, $"{blob}|{Written(day, slice)}", stop);

    private static string Written(DateOnly day, Slice slice) => string.Create(
        CultureInfo.InvariantCulture, $"{day.ToString(Form, CultureInfo.InvariantCulture)}.{slice.First}.{slice.Length}.{slice.Sha256}");
}
