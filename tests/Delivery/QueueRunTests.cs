using System.Globalization;
using System.Net;
using Azure;
using Azure.Identity;
using Azure.Messaging.ServiceBus;
using Hotline.Contracts;
using Hotline.Platform.Messaging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Moq;
using Twilio.Exceptions;

namespace Hotline.Tests.Delivery;

/// <summary>What becomes of a message whose work fails, and of one that the bus does not take back.</summary>
public sealed class QueueRunTests
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2030, 1, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly Mock<ServiceBusSender> sender = new();
    private readonly List<(string Queue, ServiceBusMessage Message)> sent = [];
    private readonly IOptions<RetryOptions> options = Options.Create(new RetryOptions());
    private readonly QueueRun run;

    public QueueRunTests()
    {
        var bus = new Mock<ServiceBusClient>();
        var queue = "";
        bus.Setup(client => client.CreateSender(It.IsAny<string>())).Callback<string>(name => queue = name).Returns(() => sender.Object);
        sender.Setup(to => to.SendMessageAsync(It.IsAny<ServiceBusMessage>(), It.IsAny<CancellationToken>()))
            .Callback<ServiceBusMessage, CancellationToken>((message, _) => sent.Add((queue, message))).Returns(Task.CompletedTask);
        run = new QueueRun(new BusSenders(bus.Object, time), options, time, NullLogger<QueueRun>.Instance);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static QueueMessage Message => new("intake", "import-RE1", "{}", new Dictionary<string, string>());

    public static TheoryData<string, Exception> FixedByPeople => new()
    {
        { "Twilio's 401", new ApiException(20003, 401, "Authenticate", "") },
        { "Twilio's 403", new ApiException(20006, 403, "Access denied", "") },
        { "a download's 401", new HttpRequestException(null, null, HttpStatusCode.Unauthorized) },
        { "storage's 401", new RequestFailedException(401, "InvalidAuthenticationInfo") },
        { "storage's 403", new RequestFailedException(403, "AuthorizationPermissionMismatch") },
        { "a table that is missing", new RequestFailedException(404, "", "TableNotFound", null) },
        { "a container that is missing", new RequestFailedException(404, "", "ContainerNotFound", null) },
        { "the identity endpoint", new AuthenticationFailedException("No token.") },
        { "no identity", new CredentialUnavailableException("No identity.") },
        { "a missing right at the bus", new UnauthorizedAccessException("Unauthorized access. 'Send' claim(s) are required.") },
        { "a disabled queue", Bus(ServiceBusFailureReason.MessagingEntityDisabled) },
        { "a missing queue", Bus(ServiceBusFailureReason.MessagingEntityNotFound) },
        { "a quota", Bus(ServiceBusFailureReason.QuotaExceeded) },
        { "several at once", new AggregateException(new RequestFailedException(403, ""), new RequestFailedException(503, "")) },
    };

    [Theory]
    [MemberData(nameof(FixedByPeople))]
    public async Task What_people_fix_is_put_off(string what, Exception failure)
    {
        await run.RunAsync(Message, _ => Task.FromException(failure), Stop);
        var (queue, again) = Assert.Single(sent);
        Assert.True(("intake", 1) == (queue, (int)again.ApplicationProperties["attempt"]), what);
    }

    [Fact]
    public async Task What_is_wrong_with_the_message_itself_is_rejected_and_what_is_wrong_with_us_is_thrown()
    {
        await run.RunAsync(Message, _ => throw new RefusedException("No row names it."), Stop);
        Assert.Equal(("rejected", "No row names it."), (sent[0].Queue, (string)sent[0].Message.ApplicationProperties["reason"]));
        foreach (var failure in new Exception[]
        {
            new InvalidOperationException(), new RequestFailedException(400, "", "PropertyValueTooLarge", null),
            new RequestFailedException(404, "", "ResourceNotFound", null), Bus(ServiceBusFailureReason.MessageSizeExceeded),
        })
            await Assert.ThrowsAsync(failure.GetType(), () => run.RunAsync(Message, _ => Task.FromException(failure), Stop));
        Assert.Single(sent);
    }

    [Fact]
    public async Task What_can_t_be_read_is_rejected_what_a_newer_version_wrote_waits_and_what_the_work_can_t_read_is_thrown()
    {
        await run.TakeAsync<string>(Message, _ => throw new FormatException("It is no order."), (_, _) => Task.CompletedTask, Stop);
        Assert.Equal(("rejected", "It is no order."), (sent[0].Queue, (string)sent[0].Message.ApplicationProperties["reason"]));
        await run.TakeAsync<string>(Message, _ => throw new NewerVersionException("Not known."), (_, _) => Task.CompletedTask, Stop);
        Assert.Equal(("intake", 1), (sent[1].Queue, (int)sent[1].Message.ApplicationProperties["attempt"]));
        await Assert.ThrowsAsync<FormatException>(
            () => run.TakeAsync(Message, body => body, (_, _) => throw new FormatException("A row is odd."), Stop));
        Assert.Equal(2, sent.Count);
    }

    [Fact]
    public async Task After_48_hours_it_is_tried_a_last_time_and_then_rejected()
    {
        var old = Message with { Properties = new Dictionary<string, string> { ["first"] = Said(time.GetUtcNow().AddHours(-48)) } };
        var tried = false;
        var work = new QueueWork(_ => throw new NotYetException("Not yet."), GiveUpAsync: _ =>
        {
            tried = true;
            throw new RequestFailedException(403, "");
        });
        await run.TakeAsync(old, _ => work, Stop);
        Assert.True(tried);
        Assert.Equal(
            ("rejected", "It did not succeed in 48 hours (NotYetException)."),
            (sent[0].Queue, (string)sent[0].Message.ApplicationProperties["reason"]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_the_bus_takes_neither_copy_nor_rejection_the_message_is_held_and_given_back_slowly(bool isRefused)
    {
        var disabled = Bus(ServiceBusFailureReason.MessagingEntityDisabled);
        sender.Setup(to => to.SendMessageAsync(It.IsAny<ServiceBusMessage>(), It.IsAny<CancellationToken>())).ThrowsAsync(disabled);
        Exception failure = isRefused ? new RefusedException("No row names it.") : new NotYetException("Not yet.");
        var running = run.RunAsync(Message, _ => Task.FromException(failure), Stop);
        Assert.False(running.IsCompleted);
        time.Advance(options.Value.HoldFor - TimeSpan.FromSeconds(1));
        Assert.False(running.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<ServiceBusException>(() => running);
    }

    [Theory]
    [InlineData("MaxDeliveryCountExceeded", 20, "intake")] // Held ten times.
    [InlineData("MaxDeliveryCountExceeded", 0, "rejected")] // Ten tries in a moment: it is the message.
    [InlineData("TTLExpiredException", 20, "rejected")]
    public async Task What_dead_letters_because_it_was_held_comes_back_by_itself(string reason, int minutes, string goesTo)
    {
        await run.RunAsync(Message, _ => throw new NotYetException("Not yet."), Stop);
        time.Advance(TimeSpan.FromSeconds(5) + TimeSpan.FromMinutes(minutes));
        var dead = sent[0].Message.ApplicationProperties.Append(new("DeadLetterReason", reason))
            .ToDictionary(one => one.Key, one => Convert.ToString(one.Value, CultureInfo.InvariantCulture)!);
        await new DeadLetters(run, options, time).MoveAsync(Message with { Properties = dead }, Stop);
        Assert.Equal(goesTo, sent[1].Queue);
        if (goesTo == "intake")
            Assert.Equal(2, sent[1].Message.ApplicationProperties["attempt"]);
    }

    [Fact]
    public async Task What_is_held_again_and_again_goes_where_a_person_looks()
    {
        await run.RunAsync(Message, _ => throw new NotYetException("Not yet."), Stop);
        for (var round = 0; round < 4; round++)
        {
            time.Advance(TimeSpan.FromMinutes(60));
            var dead = sent[^1].Message.ApplicationProperties.Where(one => one.Key != "DeadLetterReason").Append(new("DeadLetterReason", "MaxDeliveryCountExceeded"))
                .ToDictionary(one => one.Key, one => Convert.ToString(one.Value, CultureInfo.InvariantCulture)!);
            await new DeadLetters(run, options, time).MoveAsync(Message with { Properties = dead }, Stop);
        }

        Assert.Equal(["intake", "intake", "intake", "intake", "rejected"], sent.Select(message => message.Queue));
    }

    private static ServiceBusException Bus(ServiceBusFailureReason reason) => new("Not now.", reason);

    private static string Said(DateTimeOffset at) => at.ToString("O", CultureInfo.InvariantCulture);
}
