using Hotline.Intake.Drop;

namespace Hotline.Intake.Texts;

/// <summary>Ask Twilio for the media items of a text that its webhook did not name.</summary>
/// <param name="Shard">The partition of its row.</param>
/// <param name="Evidence">The text's sid.</param>
public sealed record FindMedia(string Shard, string Evidence) : WorkOrder(Kind, Shard, Evidence)
{
    /// <summary>The kind that its message names.</summary>
    public const string Kind = "FindMedia";

    /// <summary>Reads its message.</summary>
    public static FindMedia Of(WorkOrder order) => new(order.Shard, order.Evidence);
}
