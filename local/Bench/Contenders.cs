namespace Hotline.Local.Bench;

/// <summary>What is known of each contender before it is measured.</summary>
internal static class Contenders
{
    /// <summary>All of them, in the order of the columns.</summary>
    public static IReadOnlyList<Contender> All { get; } = Enum.GetValues<Contender>();

    /// <summary>What the table calls it.</summary>
    public static string Name(this Contender contender) => contender switch
    {
        Contender.Hotline => "Hotline",
        Contender.PlainNode => "plain Node",
        Contender.PlainCSharp => "plain C#",
        Contender.TemplatePublish => "template's publish",
        Contender.EmptyWorker => "empty worker",
    };

    /// <summary>The queue that its reports go to; null: none.</summary>
    public static string? Queue(this Contender contender) => contender == Contender.Hotline ? "tips" : contender.Store();

    /// <summary>The name of the table and the queue that a peer has to itself; null: it stores nothing, or is ours.</summary>
    public static string? Store(this Contender contender) => contender switch
    {
        Contender.PlainNode => "node",
        Contender.PlainCSharp => "plain",
        Contender.TemplatePublish => "template",
        Contender.Hotline or Contender.EmptyWorker => null,
    };

    /// <summary>
    /// Whether a webhook left behind what makes this contender worth comparing with: a call its row, a transcript its message, a text both.
    /// </summary>
    /// <param name="contender">Whose webhook.</param>
    /// <param name="step">Which.</param>
    /// <param name="requests">How many requests to storage, and messages on the queue, were seen.</param>
    public static bool Stores(this Contender contender, Step step, (int Storage, int Bus) requests) => contender switch
    {
        // What ours takes is its own affair, as long as the report is on the queue.
        Contender.Hotline => requests.Storage > 0 && requests.Bus == (step == Step.Call ? 0 : 1),
        Contender.EmptyWorker => requests == (0, 0),
        _ => requests == step switch { Step.Call => (1, 0), Step.Transcript => (0, 1), _ => (1, 1) },
    };
}
