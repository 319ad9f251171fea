using Hotline.Platform.Messaging;

namespace Hotline.Tests.Delivery;

/// <summary>What the bus need not say of a message.</summary>
public sealed class QueueMessageTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void A_message_without_an_id_has_the_same_name_at_each_delivery_and_can_be_sent_on(string? id)
    {
        var message = QueueMessage.Of("tips", "not ours", id, null);
        Assert.Equal(message.Id, QueueMessage.Of("tips", "not ours", id, null).Id);
        Assert.NotEqual(message.Id, QueueMessage.Of("tips", "another", id, null).Id);
        Assert.Equal(message.Id, message.Rejected("It is no part.", DateTimeOffset.UnixEpoch, null).MessageId);
        Assert.Equal(message.Id, message.Again(DateTimeOffset.UnixEpoch).MessageId);
    }
}
