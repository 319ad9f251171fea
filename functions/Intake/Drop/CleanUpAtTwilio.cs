namespace Hotline.Intake.Drop;

/// <summary>
/// Delete Twilio's copy: Review has opened ours (<see cref="Contracts.PartAccepted"/> is the same message), or it is a text that we sent.
/// </summary>
/// <param name="Shard">The partition of its row.</param>
/// <param name="Evidence">The sid of a recording, media item, message or call.</param>
public sealed record CleanUpAtTwilio(string Shard, string Evidence) : WorkOrder(Kind, Shard, Evidence)
{
    /// <summary>The kind that its message names.</summary>
    public const string Kind = "CleanUp";

    /// <summary>Reads its message.</summary>
    public static CleanUpAtTwilio Of(WorkOrder order) => new(order.Shard, order.Evidence);
}
