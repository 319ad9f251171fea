using System.Net;

namespace Hotline.Tests.Local.FunctionsHost;

/// <summary>A body that goes on until the test says so: a server ends one that is silent for some seconds.</summary>
internal sealed class SteadyContent(Task end) : HttpContent
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        do
        {
            await stream.WriteAsync(new byte[1024]);
            await stream.FlushAsync();
            await Task.WhenAny(end, Task.Delay(Pause));
        }
        while (!end.IsCompleted);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
