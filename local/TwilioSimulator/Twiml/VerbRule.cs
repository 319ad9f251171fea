namespace Hotline.Local.Twilio.Twiml;

/// <summary>What Twilio takes of a verb or noun.</summary>
internal sealed record VerbRule
{
    /// <summary>Its attributes, by name.</summary>
    public IReadOnlyDictionary<string, AttributeRule> Attributes { get; init; } = new Dictionary<string, AttributeRule>();

    /// <summary>What it may hold, by name.</summary>
    public IReadOnlyDictionary<string, VerbRule> Nested { get; init; } = new Dictionary<string, VerbRule>();

    /// <summary>The error where it holds something else.</summary>
    public int NestedCode { get; init; } = TwimlRules.Schema;

    /// <summary>What its text has to be; null: it takes no text.</summary>
    public AttributeRule? Text { get; init; }
}
