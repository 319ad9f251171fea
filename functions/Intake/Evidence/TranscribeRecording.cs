using Hotline.Intake.Drop;

namespace Hotline.Intake.Evidence;

/// <summary>Have a recording transcribed.</summary>
/// <param name="Shard">The partition of its row.</param>
/// <param name="Evidence">Its sid.</param>
public sealed record TranscribeRecording(string Shard, string Evidence) : WorkOrder(Kind, Shard, Evidence)
{
    /// <summary>The kind that its message names.</summary>
    public const string Kind = "Transcribe";

    /// <summary>Reads its message.</summary>
    public static TranscribeRecording Of(WorkOrder order) => new(order.Shard, order.Evidence);
}
