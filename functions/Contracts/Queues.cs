
namespace Hotline.Contracts;

/// <summary>The queues of the line. None has a time-to-live, none detects duplicates.</summary>
public static class Queues
{
    /// <summary>Parts of tips, on their way to Review.</summary>
    public const string Tips = "tips";

    /// <summary>Work that Intake left for later.</summary>
    public const string Intake = "intake";

    /// <summary>Work that Review left for later.</summary>
    public const string Review = "review";

    /// <summary>What Review says to reporters.</summary>
    public const string Replies = "replies";

    /// <summary>What could not be opened, parsed or done, with its reason.</summary>
    public const string Rejected = "rejected";

    /// <summary>Not a queue of the bus: what is announced to it is copied to the immutable container.</summary>
    public const string Events = "events";

    /// <summary>The app setting that names the Service Bus namespace, for triggers and senders alike.</summary>
    public const string Connection = "ServiceBus";

    /// <summary>A queue's own dead letters, as a queue.</summary>
    public const string DeadLetters = "/$DeadLetterQueue";
}
