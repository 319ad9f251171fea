using System.Net;
using System.Text;

namespace Hotline.Tests.Local.FunctionsHost;

/// <summary>A body whose second half is sent when the test says so.</summary>
internal sealed class SlowContent(string first, Task pause, string second) : HttpContent
{
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(first));
        await stream.FlushAsync();
        await pause;
        await stream.WriteAsync(Encoding.UTF8.GetBytes(second));
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
