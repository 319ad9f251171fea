using Microsoft.AspNetCore.Http;

namespace Hotline.Local.FunctionsHost;

/// <summary>
/// Reads bodies as the Functions host does: whole, before the function runs, where the request states a length; a chunked one goes
/// through as it comes. The real host also writes what it reads into a temporary file; this one keeps it in memory alone.
/// </summary>
/// <param name="maxBytes">The longest body; the Functions host's setting is <see cref="Setting"/>.</param>
internal sealed class RequestBodies(long maxBytes)
{
    /// <summary>The app setting that limits bodies, in bytes.</summary>
    public const string Setting = "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT";

    // https://learn.microsoft.com/azure/azure-functions/functions-bindings-http-webhook-trigger#limits
    private const long DefaultMaxBytes = 100 * 1024 * 1024;

    private long held;
    private long peak;

    /// <summary>The longest body, in bytes.</summary>
    public long MaxBytes => maxBytes;

    /// <summary>The most bytes of bodies that were held at once.</summary>
    public long PeakBytes => Volatile.Read(ref peak);

    /// <summary>With the limit of the app's settings.</summary>
    /// <exception cref="FunctionAppException">The setting is no number of bytes.</exception>
    public static RequestBodies Of(AppSettings settings) => settings[Setting] is not { } limit
        ? new RequestBodies(DefaultMaxBytes)
        : long.TryParse(limit, out var bytes) && bytes > 0
            ? new RequestBodies(bytes)
            : throw new FunctionAppException($"Set the app setting '{Setting}' to a number of bytes.");

    /// <summary>Reads the request's body, if its length is stated, and puts what was read in its place.</summary>
    /// <returns>Gives the memory back when the request has been answered.</returns>
    /// <exception cref="IOException">The client went away or sent less than it had stated.</exception>
    public async Task<IDisposable> HoldAsync(HttpRequest request, CancellationToken stop)
    {
        var body = new HeldBody(this);
        if (request.ContentLength is not > 0)
            return body;
        try
        {
            var buffer = new byte[81_920];
            while (await request.Body.ReadAsync(buffer, stop) is var length and > 0)
                body.Add(buffer.AsSpan(0, length));
        }
        catch
        {
            body.Dispose();
            throw;
        }

        request.Body = body.Rewind();
        return body;
    }

    private void Count(long bytes)
    {
        var now = Interlocked.Add(ref held, bytes);
        for (var most = PeakBytes; now > most; most = PeakBytes)
            Interlocked.CompareExchange(ref peak, now, most);
    }

    private sealed class HeldBody(RequestBodies bodies) : IDisposable
    {
        private readonly MemoryStream content = new();

        public void Add(ReadOnlySpan<byte> bytes)
        {
            content.Write(bytes);
            bodies.Count(bytes.Length);
        }

        public MemoryStream Rewind()
        {
            content.Position = 0;
            return content;
        }

        public void Dispose() => bodies.Count(-content.Length);
    }
}
