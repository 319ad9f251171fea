using System.IO.Compression;
using System.Text;

namespace Hotline.Tests.Drivers;

/// <summary>Looks for what must not be there, in whatever form it may have been written.</summary>
internal static class LeakSearch
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Reads a file that another process is writing.</summary>
    public static async Task<byte[]> ReadSharedAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy, Stop);
        return copy.ToArray();
    }

    /// <summary>Whether the bytes hold the text: in the clear, in UTF-16, in base64 at each of its three alignments, and in whatever was compressed by gzip.</summary>
    public static bool Holds(byte[] bytes, string text)
    {
        if (bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0 || bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(text)) >= 0)
            return true;
        for (var shift = 0; shift < 3; shift++)
        {
            // The characters at both ends depend on the neighbours and are left out.
            var encoded = Convert.ToBase64String([.. new byte[shift], .. Encoding.UTF8.GetBytes(text)]).TrimEnd('=');
            var core = encoded[(shift == 0 ? 0 : shift + 1)..^1];
            if (core.Length >= 8 && (bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(core)) >= 0
                || bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(core.Replace('+', '-').Replace('/', '_'))) >= 0))
                return true;
        }

        return Unzipped(bytes).Any(inner => inner.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);
    }

    private static IEnumerable<byte[]> Unzipped(byte[] bytes)
    {
        for (var at = 0; at < bytes.Length - 3; at++)
        {
            if (bytes[at] != 0x1F || bytes[at + 1] != 0x8B || bytes[at + 2] != 8)
                continue;
            using var inner = new MemoryStream();
            try
            {
                using var gzip = new GZipStream(new MemoryStream(bytes, at, bytes.Length - at), CompressionMode.Decompress);
                gzip.CopyTo(inner);
            }
            catch (InvalidDataException)
            {
                // Not gzip, or something behind it: what came out so far counts.
            }

            yield return inner.ToArray();
        }
    }
}
