namespace Hotline.Local.Bench;

/// <summary>What is measured side by side, in the order of the table's columns.</summary>
internal enum Contender
{
    /// <summary>Our intake worker, as it is published.</summary>
    Hotline,

    /// <summary>The three webhooks in Node.</summary>
    PlainNode,

    /// <summary>The three webhooks as an ordinary isolated worker, published as ours is.</summary>
    PlainCSharp,

    /// <summary>The same code, published as func's template leaves it.</summary>
    TemplatePublish,

    /// <summary>An isolated worker that answers every webhook with the same TwiML and stores nothing.</summary>
    EmptyWorker,
}
