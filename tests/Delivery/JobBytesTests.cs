using System.Text.Encodings.Web;
using System.Text.Json;
using Hotline.Contracts;
using Hotline.Intake.Drop;
using Hotline.Platform.Messaging;
using Hotline.Review.Tips;

namespace Hotline.Tests.Delivery;

/// <summary>
/// The message of every job, byte for byte: the version before and the one after read each other's. <c>jobs.jsonl</c> was written by the
/// code that had no records of jobs yet.
/// </summary>
public sealed class JobBytesTests
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly DateTimeOffset At = new(2026, 11, 30, 12, 34, 56, 789, TimeSpan.Zero);
    private static readonly TipId Tip = TipId.OfMessage("SM1");
    private static readonly TipId Other = TipId.OfMessage("SM2");

    [Fact]
    public void Every_job_is_written_as_it_always_was() => Assert.Equal(
        File.ReadAllLines(Path.Combine(Oracle.Root, "tests", "Delivery", "jobs.jsonl")),
        Jobs().Select(message => JsonSerializer.Serialize(message, Plain)));

    private static IEnumerable<OutboxMessage> Jobs()
    {
        foreach (var order in new[]
        {
            ReviewOrder.Wake(Tip, Other, new PartId("statement-SM2")),
            ReviewOrder.Hear(Tip, new PartId("consent-SM4"), "END"),
            ReviewOrder.Forget(Tip),
            ReviewOrder.Compare(Tip, new PartId("statement-SM1")),
            ReviewOrder.Notify(Tip, 2),
            ReviewOrder.Settle(Tip, new PartId("recording-RE1")),
            ReviewOrder.Settle(Tip, null),
            ReviewOrder.Remember(Tip, InProcessReview.Mac),
            ReviewOrder.Tell(Tip, TipState.New(Other) with { ToldAt = 7 }),
            ReviewOrder.Text(Tip, new PartId("question-09")),
            ReviewOrder.Spread(Tip, new PartId("question-09"), 3),
        })
            yield return order.ToMessage(At);
        foreach (var work in Enum.GetValues<Work>())
            yield return new WorkOrder(work, "a", "RE1").ToMessage(At);
        yield return new PartAccepted("a", "RE1").ToMessage(At);
    }
}
