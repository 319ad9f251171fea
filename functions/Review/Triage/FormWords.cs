using Hotline.Contracts;

namespace Hotline.Review.Triage;

/// <summary>
/// What the rules read of a statement: its text, and behind it what the form was answered, so that a place in the text stays one.
/// </summary>
public static class FormWords
{
    /// <summary>The words of a statement, the text first.</summary>
    public static string With(StatementContent statement) => statement.Answers is not { } answers
        ? statement.Text
        : string.Join("\n\n", answers.Typed.Prepend(statement.Text).Where(words => !string.IsNullOrEmpty(words)));
}
