using System.Text.Encodings.Web;
using System.Text.Json;
using Hotline.Contracts;
using Hotline.Intake.Drop;
using Hotline.Intake.Evidence;
using Hotline.Intake.Texts;
using Hotline.Platform.Messaging;
using Hotline.Review.Canary;
using Hotline.Review.OnCall;
using Hotline.Review.Outreach;
using Hotline.Review.Retention;
using Hotline.Review.Similarity;
using Hotline.Review.Tips;
using Hotline.Rooms;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Tests.Delivery;

/// <summary>
/// The message of every job, byte for byte: the version before and the one after read each other's. <c>jobs.jsonl</c> was written by the
/// code that had no records of jobs yet.
/// </summary>
public sealed class JobBytesTests
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly DateTimeOffset At = new(2026, 11, 30, 12, 34, 56, 789, TimeSpan.Zero);
    private static readonly TipId Tip = TipOf.Text("SM1");
    private static readonly TipId Other = TipOf.Text("SM2");

    private static readonly ReviewJob[] OfReview =
    [
        new WakeTip(Tip, Other, new PartId("statement-SM2")),
        new HearWord(Tip, new PartId("consent-SM4"), "END"),
        new ForgetTip(Tip),
        new CompareTexts(Tip, new PartId("statement-SM1")),
        new NotifyOnCall(Tip, 2),
        new SettleCanary(Tip, new PartId("recording-RE1")),
        new SettleCanary(Tip, null),
        RememberCanary.Marked(Tip, InProcessReview.Mac),
        new SendStatus(Tip, Other, 7),
        new SendQuestionText(Tip, new PartId("question-09")),
        new SpreadQuestion(Tip, new PartId("question-09"), 3),
    ];

    private static readonly WorkOrder[] OfIntake =
    [
        new ImportEvidence("a", "RE1"), new FindMedia("a", "RE1"), new TranscribeRecording("a", "RE1"), new CleanUpAtTwilio("a", "RE1"),
    ];

    private static string[] Lines => File.ReadAllLines(Path.Combine(Oracle.Root, "tests", "Delivery", "jobs.jsonl"));

    [Fact]
    public void Every_job_is_written_as_it_always_was() => Assert.Equal(
        Lines,
        OfReview.Select(job => job.ToMessage(At)).Concat(OfIntake.Select(job => job.ToMessage(At)))
            .Append(new PartAccepted("a", "RE1").ToMessage(At))
            .Select(message => JsonSerializer.Serialize(message, Plain)));

    [Fact]
    public void Every_job_has_a_handler_and_is_read_as_what_it_was()
    {
        using var none = new ServiceCollection().BuildServiceProvider();
        var (review, intake) = (ReviewJobs.Of(none), IntakeJobs.Of(none));
        Assert.Equal(
            OfReview.Select(job => job.ToOrder().Work).Distinct().Order(StringComparer.Ordinal),
            review.Kinds.Order(StringComparer.Ordinal));
        Assert.Equal(OfIntake.Select(job => job.Work).Order(StringComparer.Ordinal), intake.Kinds.Order(StringComparer.Ordinal));
        var assembly = typeof(ReviewJob).Assembly.GetTypes();
        Assert.Equal(assembly.Count(type => type.IsSubclassOf(typeof(ReviewJob))), review.Kinds.Count);
        Assert.Equal(assembly.Count(type => type.IsSubclassOf(typeof(WorkOrder))), intake.Kinds.Count);
        Assert.Equal(
            OfReview,
            new ReviewJob[]
            {
                WakeTip.Of(Order(0)), HearWord.Of(Order(1)), ForgetTip.Of(Order(2)), CompareTexts.Of(Order(3)), NotifyOnCall.Of(Order(4)),
                SettleCanary.Of(Order(5)), SettleCanary.Of(Order(6)), RememberCanary.Of(Order(7)), SendStatus.Of(Order(8)),
                SendQuestionText.Of(Order(9)), SpreadQuestion.Of(Order(10)),
            });
    }

    [Fact]
    public async Task Every_job_of_review_reaches_its_handler()
    {
        await using var room = InProcessReview.WithoutStorage();
        Assert.All(OfReview, job => Assert.NotNull(room.Jobs.Read(job.ToOrder().ToJson()).DoAsync));
    }

    [Theory]
    [InlineData("""{"work":"Wake","tip":"2dcd664c08aad2f4ab109a137617eabe"}""")]
    [InlineData("""{"work":null,"tip":"2dcd664c08aad2f4ab109a137617eabe"}""")]
    [InlineData("""{"work":"Wake"}""")]
    [InlineData("null")]
    [InlineData("not JSON")]
    public async Task What_is_no_job_is_refused(string body)
    {
        await using var room = InProcessReview.WithoutStorage();
        Assert.Throws<RefusedException>(() => room.Jobs.Read(body));
    }

    [Fact]
    public async Task A_job_that_only_a_later_version_knows_waits_for_it()
    {
        await using var room = InProcessReview.WithoutStorage();
        Assert.Throws<NewerVersionException>(() => room.Jobs.Read("""{"work":"Purge","tip":"2dcd664c08aad2f4ab109a137617eabe","more":1}"""));
    }

    private static ReviewOrder Order(int line)
    {
        using var json = JsonDocument.Parse(Lines[line]);
        return ReviewOrder.Read(json.RootElement.GetProperty("Body").GetString()!);
    }
}
