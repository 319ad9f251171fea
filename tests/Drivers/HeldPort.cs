using System.Net;
using System.Net.Sockets;

namespace Hotline.Tests.Drivers;

/// <summary>
/// Keeps a port for who comes back to it: bound, and nobody listens. Free, it may go to another's listener meanwhile, and to who
/// tries to connect to it: where both ends are on one machine, a client's own end can get just that port and it then talks to itself.
/// </summary>
internal sealed class HeldPort : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public HeldPort(int port)
    {
        Number = port;
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
    }

    public int Number { get; }

    public void Dispose() => socket.Dispose();
}
