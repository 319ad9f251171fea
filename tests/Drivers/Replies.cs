using System.Security.Cryptography;
using System.Text.Json;
using Azure.Messaging.ServiceBus;
using Hotline.Contracts;
using Hotline.Intake.Receipts;
using Jose;

namespace Hotline.Tests.Drivers;

/// <summary>Whoever holds a code, at the queue <c>replies</c>: takes what comes, and opens what is sealed to the code.</summary>
internal sealed class Replies : IAsyncDisposable
{
    private readonly ServiceBusClient bus;
    private readonly ServiceBusReceiver receiver;
    private readonly Jwk key;
    private readonly string lookup;

    public Replies(Line line, ReceiptCode code)
    {
        bus = new ServiceBusClient(line.Broker.ConnectionString);
        receiver = bus.CreateReceiver("replies", new ServiceBusReceiverOptions { ReceiveMode = ServiceBusReceiveMode.ReceiveAndDelete });
        var keys = ReceiptKeys.Of(code);
        lookup = keys.Lookup;
        using var pair = ECDiffieHellman.Create(keys.Questions);
        var point = pair.ExportParameters(includePrivateParameters: true);
        key = new Jwk(crv: "P-256", x: Base64Url.Encode(point.Q.X), y: Base64Url.Encode(point.Q.Y), d: Base64Url.Encode(point.D));
    }

    /// <summary>All that has come, in order.</summary>
    public List<Reply> Seen { get; } = [];

    /// <summary>The first status that is as wanted; those that are not are passed over.</summary>
    public async Task<(StatusContent Status, int Number)> StatusAsync(Func<StatusContent, bool> wanted)
    {
        while (true)
        {
            var reply = await NextAsync();
            if (reply.Kind == ReplyKind.Status
                && JsonSerializer.Deserialize(Open(reply), ReplyJson.Default.StatusContent) is { } status && wanted(status))
                return (status, reply.Number);
        }
    }

    public byte[] Open(Reply reply)
    {
        Assert.Equal(lookup, reply.Lookup);
        return JWT.DecodeBytes(reply.Sealed, key, JweAlgorithm.ECDH_ES_A256KW, JweEncryption.A256GCM);
    }

    public async Task<Reply> NextAsync()
    {
        var message = await receiver.ReceiveMessageAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.NotNull(message);
        Seen.Add(Reply.Read(message.Body.ToString()));
        return Seen[^1];
    }

    public async ValueTask DisposeAsync()
    {
        await receiver.DisposeAsync();
        await bus.DisposeAsync();
    }
}
