using Hotline.Intake.Drop;

namespace Hotline.Intake.Evidence;

/// <summary>Fetch a recording or media item from Twilio and store it sealed.</summary>
/// <param name="Shard">The partition of its row.</param>
/// <param name="Evidence">Its sid.</param>
public sealed record ImportEvidence(string Shard, string Evidence) : WorkOrder(Kind, Shard, Evidence)
{
    /// <summary>The kind that its message names.</summary>
    public const string Kind = "Import";

    /// <summary>Reads its message.</summary>
    public static ImportEvidence Of(WorkOrder order) => new(order.Shard, order.Evidence);
}
