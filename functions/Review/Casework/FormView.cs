using Hotline.Contracts;
using Hotline.Review.Console;

namespace Hotline.Review.Casework;

/// <summary>What the form was answered, as the page lists it: what was left open is left out.</summary>
public static class FormView
{
    /// <summary>The answers, in the form's order.</summary>
    public static IReadOnlyList<AnswerView> Of(FormAnswers answers) =>
    [
        .. from answer in new (string Asked, string? Said)[]
           {
               ("When", answers.When), ("Where", answers.Where), ("Target", answers.Target),
               ("Appeared", string.Join(", ", answers.Appeared.Select(Words.Appeared))), ("Link, not opened", answers.Link),
               ("Reporter is the target", answers.IsTarget),
           }
           where !string.IsNullOrWhiteSpace(answer.Said)
           select new AnswerView(answer.Asked, answer.Said),
    ];
}
