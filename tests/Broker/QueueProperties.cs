using FsCheck;
using FsCheck.Xunit;
using Hotline.Local.Broker;

namespace Hotline.Tests.Broker;

/// <summary>What holds of a queue whatever is done to it.</summary>
public sealed class QueueProperties
{
    public enum Act
    {
        Send, Schedule, Receive, Complete, Abandon, Release, Defer, DeadLetter, ReceiveDeferred, Renew, PassTime, PassHours, Reopen,
    }

    [Property(MaxTest = 30, EndSize = 80)]
    public void What_was_sent_is_in_one_place_until_it_is_completed(NonEmptyArray<Act> acts)
    {
        using var test = new TestQueue();
        var wanted = new HashSet<string>();
        var held = new Stack<StoredMessage>();
        foreach (var (n, act) in acts.Get.Index())
        {
            Do(test, act, $"{n}", wanted, held);
            Assert.Equal(wanted.Order(), TestQueue.Ids(test.Queue).Concat(TestQueue.Ids(test.DeadLetters)).Order());
        }
    }

    private static void Do(TestQueue test, Act act, string id, HashSet<string> wanted, Stack<StoredMessage> held)
    {
        switch (act)
        {
            case Act.Send or Act.Schedule:
                test.Send(id, act == Act.Send ? null : TimeSpan.FromHours(1));
                wanted.Add(id);
                break;
            case Act.Receive when (test.Queue.Receive() ?? test.DeadLetters.Receive()) is { } message:
                held.Push(message);
                break;
            case Act.ReceiveDeferred when test.Queue.Peek(0, 99).Select(m => test.Queue.ReceiveDeferred(m.SequenceNumber)).FirstOrDefault(m => m is not null) is { } message:
                held.Push(message);
                break;
            case Act.PassTime or Act.PassHours:
                test.Pass(act == Act.PassTime ? TestQueue.Options.LockDuration / 2 : TimeSpan.FromHours(1));
                break;
            case Act.Reopen:
                test.Reopen();
                break;
            default:
                if (held.TryPop(out var settled))
                    Settle(test.Queue, act, settled, wanted);
                break;
        }
    }

    private static void Settle(BrokerQueue queue, Act act, StoredMessage message, HashSet<string> wanted)
    {
        var token = message.LockToken!.Value;
        if (act is Act.Complete && queue.Complete(token))
            wanted.Remove(TestQueue.Id(message));
        _ = act switch
        {
            Act.Abandon => queue.Abandon(token),
            Act.Release => queue.Release(token),
            Act.Defer => queue.Defer(token),
            Act.DeadLetter => queue.DeadLetter(token, AmqpMessages.MaxDeliveryCountExceeded),
            _ => queue.Renew(token) is not null,
        };
    }
}
