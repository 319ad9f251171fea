namespace Hotline.Contracts;

/// <summary>How a question of the form is answered.</summary>
public enum Answering
{
    /// <summary>In the reporter's words, which the rules read.</summary>
    Words,

    /// <summary>By the address of a page; the rules read it, and nobody opens it.</summary>
    Address,

    /// <summary>By one of its choices.</summary>
    One,

    /// <summary>By any of its choices.</summary>
    Many,
}

/// <summary>A choice of a question.</summary>
/// <param name="Value">What is sent and kept.</param>
/// <param name="Label">What reviewers read.</param>
public sealed record FormChoice(string Value, string Label);

/// <summary>
/// A question that the form asks beside what happened. Its texts are in each language's <c>line/…/form.json</c>, under its field's name.
/// </summary>
/// <param name="Name">Its name, beginning with a capital.</param>
/// <param name="Label">What reviewers read.</param>
/// <param name="By">How it is answered.</param>
/// <param name="Choices">What can be chosen; none where it is answered in words.</param>
public sealed record FormQuestion(string Name, string Label, Answering By, params IReadOnlyList<FormChoice> Choices)
{
    /// <summary>The name of its field in the form.</summary>
    public string Field { get; } = Name.ToLowerInvariant();

    /// <summary>The name of its member in the statement's JSON.</summary>
    public string Member { get; } = char.ToLowerInvariant(Name[0]) + Name[1..];

    /// <summary>Whether its answer is whatever somebody typed: the rules read it, and a receipt's code may be in it.</summary>
    public bool IsTyped => By is Answering.Words or Answering.Address;

    /// <summary>An answer, as reviewers read it.</summary>
    public string LabelOf(string said) => Choices.FirstOrDefault(choice => choice.Value == said)?.Label ?? said;
}

/// <summary>
/// What the form asks beside what happened and how to reach its writer, in its order: the form's page, its reader, the rules, the
/// reviewers' page and the demo go by this list. A new question is an entry here, and its texts in each language.
/// </summary>
public static class FormQuestions
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<FormQuestion> All { get; } =
    [
        new("When", "When", Answering.Words),
        new("Where", "Where", Answering.Words),
        new("Target", "Target", Answering.Words),
        new("Appeared", "Appeared", Answering.Many,
            new("link", "online"), new("phone", "on the phone"), new("voicemail", "on voicemail"), new("letter", "in a letter"),
            new("person", "in person"), new("other", "elsewhere")),
        new("Link", "Link, not opened", Answering.Address),
        new("IsTarget", "Reporter is the target", Answering.One, new("yes", "yes"), new("no", "no"), new("unsure", "unsure")),
    ];
}
