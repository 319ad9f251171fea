using System.Net;
using System.Net.Sockets;
using Hotline.Contracts;
using Hotline.Platform.Storage;
using Microsoft.AspNetCore.Http;

namespace Hotline.Intake.Limits;

/// <summary>How much may come from one network address. The address is hashed under the day's pepper, and no tip has it.</summary>
public sealed class FormLimit(RateCounter attempts, int most, FormPatience patience)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    // What is longer has files: it is counted before it is read, whatever becomes of it.
    private const long MaxBytesOfWords = 64 * 1024;

    /// <summary>
    /// Whether one more form may come. Asked before a form is read: the files of one that is refused are written nowhere. A form that may
    /// have files is counted by it.
    /// </summary>
    /// <returns>Null when storage can't tell.</returns>
    public async Task<bool?> HasRoomAsync(HttpRequest request, CancellationToken stop)
    {
        using var wait = patience.WithinHalf(stop);
        try
        {
            if (MayHaveFiles(request))
                return await attempts.TakeAsync("report", AddressOf(request), most, Window, wait.Token);
            return await attempts.HasRoomAsync("report", AddressOf(request), most, Window, wait.Token);
        }
        catch (Exception e) when (e is NotYetException || Transient.Is(e, stop))
        {
            return null;
        }
    }

    /// <summary>Counts a form that <see cref="HasRoomAsync"/> has not counted; false when there were too many.</summary>
    public async Task<bool> AllowsAsync(HttpRequest request, CancellationToken stop) =>
        MayHaveFiles(request)
        || await attempts.TakeAsync("report", AddressOf(request), most, Window, stop);

    private static bool MayHaveFiles(HttpRequest request) => request.ContentLength is null or > MaxBytesOfWords;

    /// <summary>The client's address as the platform's front end saw it; of IPv6, the network that one customer has.</summary>
    public static string AddressOf(HttpRequest request)
    {
        var address = request.HttpContext.Connection.RemoteIpAddress ?? IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(..8)) : address.ToString();
    }
}
