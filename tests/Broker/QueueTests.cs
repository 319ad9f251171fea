using Hotline.Local.Broker;

namespace Hotline.Tests.Broker;

/// <summary>A queue's states, without connections.</summary>
public sealed class QueueTests : IDisposable
{
    private static readonly TimeSpan Lock = TestQueue.Options.LockDuration;
    private readonly TestQueue test = new();

    private BrokerQueue Queue => test.Queue;

    public void Dispose() => test.Dispose();

    [Fact]
    public void Messages_come_in_the_order_of_their_numbers_and_a_locked_one_comes_to_nobody_else()
    {
        Assert.True(test.Send("a") < test.Send("b"));
        Assert.Equal(["a", "b"], [TestQueue.Id(test.Receive()), TestQueue.Id(test.Receive())]);
        Assert.Null(Queue.Receive());
    }

    [Fact]
    public void A_completed_message_is_gone_and_can_be_completed_once()
    {
        test.Send("a");
        var token = test.Receive().LockToken!.Value;
        Assert.True(Queue.Complete(token));
        Assert.False(Queue.Complete(token));
        Assert.Empty(TestQueue.Ids(Queue));
    }

    [Fact]
    public void An_abandoned_message_comes_again_in_its_old_place_and_its_delivery_counts()
    {
        test.Send("a");
        test.Send("b");
        Assert.True(Queue.Abandon(test.Receive().LockToken!.Value, new Dictionary<string, object> { ["seen"] = true }));
        var again = test.Receive();
        Assert.Equal(("a", 2, true), (TestQueue.Id(again), again.DeliveryCount, TestQueue.Property(again, "seen")));
    }

    [Fact]
    public void A_released_message_comes_again_in_its_old_place_and_its_delivery_does_not_count()
    {
        test.Send("a");
        test.Send("b");
        Assert.True(Queue.Release(test.Receive().LockToken!.Value));
        var again = test.Receive();
        Assert.Equal(("a", 1), (TestQueue.Id(again), again.DeliveryCount));
    }

    [Fact]
    public void A_lock_ends_at_its_time_and_a_renewed_one_later()
    {
        test.Send("a");
        test.Send("b");
        var (a, b) = (test.Receive().LockToken!.Value, test.Receive().LockToken!.Value);
        test.Pass(Lock / 2);
        Assert.Equal(test.Clock.GetUtcNow() + Lock, Queue.Renew(a));
        test.Pass(Lock / 2);
        Assert.Null(Queue.Renew(b));
        Assert.False(Queue.Complete(b));
        Assert.Equal("b", TestQueue.Id(test.Receive()));
        Assert.True(Queue.Complete(a));
    }

    [Fact]
    public void A_lock_whose_time_is_over_is_lost_before_anybody_has_cleared_it_away()
    {
        test.Send("a");
        var token = test.Receive().LockToken!.Value;
        test.Clock.Advance(Lock);
        Assert.False(Queue.Complete(token));
        Assert.False(Queue.Abandon(token));
        Assert.Null(Queue.Renew(token));
        Assert.Null(Queue.Receive());
        Queue.DoWhatIsDue();
        Assert.Equal(2, test.Receive().DeliveryCount);
    }

    [Fact]
    public void A_message_that_comes_back_too_often_is_a_dead_letter_whoever_is_to_blame()
    {
        test.Send("a");
        Assert.True(Queue.Abandon(test.Receive().LockToken!.Value));
        test.Receive();
        test.Pass(Lock);
        Assert.True(Queue.Abandon(test.Receive().LockToken!.Value));
        Assert.Null(Queue.Receive());
        var dead = test.DeadLetters.Receive()!;
        Assert.Equal(("a", "MaxDeliveryCountExceeded"), (TestQueue.Id(dead), TestQueue.Property(dead, "DeadLetterReason")));
    }

    [Fact]
    public void Dead_letters_stay_where_they_are_whatever_is_done_to_them()
    {
        test.Send("a");
        var reason = new Dictionary<string, object> { ["DeadLetterReason"] = "unreadable" };
        Assert.True(Queue.DeadLetter(test.Receive().LockToken!.Value, reason));
        for (var n = 0; n < 5; n++)
            Assert.True(test.DeadLetters.Abandon(test.DeadLetters.Receive()!.LockToken!.Value));
        Assert.True(test.DeadLetters.DeadLetter(test.DeadLetters.Receive()!.LockToken!.Value, reason));
        Assert.Equal(["a"], TestQueue.Ids(test.DeadLetters));
    }

    [Fact]
    public void A_deferred_message_comes_to_whoever_names_it_and_to_nobody_else()
    {
        var number = test.Send("a");
        Assert.Null(Queue.ReceiveDeferred(number));
        Assert.True(Queue.Defer(test.Receive().LockToken!.Value));
        Assert.Null(Queue.Receive());
        Assert.Equal(MessageState.Deferred, Queue.ReceiveDeferred(number)!.State);
        Assert.Null(Queue.ReceiveDeferred(number));
        test.Pass(Lock);
        Assert.Null(Queue.Receive());
        Assert.True(Queue.Complete(Queue.ReceiveDeferred(number)!.LockToken!.Value));
    }

    [Fact]
    public void A_scheduled_message_waits_for_its_time_and_enters_at_the_end()
    {
        var number = test.Send("later", after: TimeSpan.FromHours(1));
        var now = test.Send("now");
        Assert.Equal([MessageState.Scheduled, MessageState.Active], Queue.Peek(0, 9).Select(message => message.State));
        test.Pass(TimeSpan.FromMinutes(59));
        Assert.Equal("now", TestQueue.Id(test.Receive()));
        Assert.Null(Queue.Receive());
        test.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(["now", "later"], TestQueue.Ids(Queue));
        Assert.False(Queue.CancelScheduled([number]));
        Assert.True(Queue.Peek(0, 9)[^1].SequenceNumber > now);
    }

    [Fact]
    public void Scheduled_messages_are_taken_back_all_or_none()
    {
        var (a, b) = (test.Send("a", TimeSpan.FromHours(1)), test.Send("b", TimeSpan.FromHours(1)));
        Assert.False(Queue.CancelScheduled([a, b, 99]));
        Assert.Equal(["a", "b"], TestQueue.Ids(Queue));
        Assert.True(Queue.CancelScheduled([a, b]));
        Assert.Empty(TestQueue.Ids(Queue));
    }

    [Fact]
    public void Numbers_are_never_given_twice_even_where_the_file_is_empty_again()
    {
        var first = test.Send("a");
        Assert.True(Queue.Complete(test.Receive().LockToken!.Value));
        test.Reopen();
        Assert.True(test.Send("b") > first);
    }

    [Fact]
    public void After_a_restart_all_is_there_but_the_locks()
    {
        test.Send("locked");
        test.Send("later", after: TimeSpan.FromHours(1));
        test.Send("dead");
        var deferred = test.Send("deferred");
        Assert.True(Queue.Abandon(test.Receive().LockToken!.Value));
        var token = test.Receive().LockToken!.Value;
        Assert.True(Queue.DeadLetter(test.Receive().LockToken!.Value, AmqpMessages.MaxDeliveryCountExceeded));
        Assert.True(Queue.Defer(test.Receive().LockToken!.Value));
        test.Reopen();
        Assert.False(Queue.Complete(token));
        var again = test.Receive();
        Assert.Equal(("locked", 2), (TestQueue.Id(again), again.DeliveryCount));
        Assert.Equal("deferred", TestQueue.Id(Queue.ReceiveDeferred(deferred)!));
        Assert.Equal(["dead"], TestQueue.Ids(test.DeadLetters));
        test.Pass(TimeSpan.FromHours(1));
        Assert.Contains(Queue.Peek(0, 9), message => TestQueue.Id(message) == "later" && message.State == MessageState.Active);
    }
}
