using Azure;

namespace Hotline.Platform.Messaging;

/// <summary>A message that is a row of the outbox.</summary>
/// <param name="Shard">The row's shard.</param>
/// <param name="Message">What it holds.</param>
/// <param name="Version">
/// Which row it is: a newer order of the same id replaces it, and must not go with this one. Null where storage did not say.
/// </param>
public sealed record StoredMessage(string Shard, OutboxMessage Message, ETag? Version)
{
    /// <summary>The row's key.</summary>
    public string Row => OutboxKeys.Of(Message.Queue, Message.Id);

    /// <summary>What tells it from all others, however it was read.</summary>
    public (string Shard, string Row, ETag? Version) Identity => (Shard, Row, Version);
}
