using Amqp;
using Amqp.Sasl;
using Amqp.Types;

namespace Hotline.Local.ServiceBus;

/// <summary>
/// Lets everybody in, under the names that the clients look for: <c>MSSBCBS</c> (.NET) and <c>ANONYMOUS</c> (JavaScript). It is a stand-in
/// on loopback: the tokens that follow on $cbs are accepted as they are.
/// </summary>
internal sealed class OpenDoorProfile(Symbol mechanism) : SaslProfile(mechanism)
{
    protected override ITransport UpgradeTransport(ITransport transport) => new HeldTransport((IAsyncTransport)transport);

    protected override DescribedList? GetStartCommand(string hostname) => null;

    protected override DescribedList OnCommand(DescribedList command) => new SaslOutcome { Code = SaslCode.Ok };
}

/// <summary>
/// Holds what we would send until the client's own AMQP header has come: the JavaScript client hangs for ever when SASL outcome, header and
/// open arrive in one piece.
/// </summary>
internal sealed class HeldTransport(IAsyncTransport inner) : IAsyncTransport
{
    private readonly TaskCompletionSource heard = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void SetConnection(Connection connection) => inner.SetConnection(connection);

    public async Task<int> ReceiveAsync(byte[] buffer, int offset, int count)
    {
        var read = await inner.ReceiveAsync(buffer, offset, count);
        heard.TrySetResult();
        return read;
    }

    public async Task SendAsync(IList<ByteBuffer> bufferList, int listSize)
    {
        await heard.Task;
        await inner.SendAsync(bufferList, listSize);
    }

    public void Send(ByteBuffer buffer)
    {
        heard.Task.Wait();
        inner.Send(buffer);
    }

    public int Receive(byte[] buffer, int offset, int count) => inner.Receive(buffer, offset, count);

    public void Close() => inner.Close();
}
