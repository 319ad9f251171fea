using Hotline.Contracts;
using Hotline.Intake.Drop;
using Hotline.Platform.Messaging;

namespace Hotline.Tests.Tips;

public sealed class PartAcceptedTests
{
    private const string Json = """{"work":"CleanUp","shard":"a","evidence":"RE1"}""";

    [Fact]
    public void What_review_writes_is_an_order_that_intake_reads()
    {
        var message = new PartAccepted("a", "RE1").ToMessage(DateTimeOffset.UnixEpoch);
        Assert.Equal((Queues.Intake, "cleanup-RE1", Json), (message.Queue, message.Id, message.Body));
        Assert.Equal(new CleanUpAtTwilio("a", "RE1"), CleanUpAtTwilio.Of(WorkOrder.Read(message.Body)));
        Assert.Equal(message, new CleanUpAtTwilio("a", "RE1").ToMessage(DateTimeOffset.UnixEpoch));
        Assert.Equal(new PartAccepted("a", "RE1"), PartAccepted.Read(Json));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("not JSON")]
    [InlineData("""{"work":"Import","shard":"a","evidence":"RE1"}""")]
    [InlineData("""{"work":"CleanUp","evidence":"RE1"}""")]
    public void What_says_something_else_is_refused(string json) => Assert.Throws<FormatException>(() => PartAccepted.Read(json));
}
