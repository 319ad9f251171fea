namespace Hotline.Platform.Messaging;

/// <summary>What a message asks for, ready to be done.</summary>
/// <param name="DoAsync">Does it.</param>
/// <param name="Patience">How long to try, where that is not <see cref="RetryOptions.GiveUpAfter"/>.</param>
/// <param name="GiveUpAsync">What to do when patience ends, where that is not <c>rejected</c>.</param>
public sealed record QueueWork(
    Func<CancellationToken, Task> DoAsync, TimeSpan? Patience = null, Func<CancellationToken, Task>? GiveUpAsync = null);
