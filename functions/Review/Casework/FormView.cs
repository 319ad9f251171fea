using Hotline.Contracts;

namespace Hotline.Review.Casework;

/// <summary>What the form was answered, as the page lists it: what was left open is left out.</summary>
public static class FormView
{
    /// <summary>The answers, in the form's order.</summary>
    public static IReadOnlyList<AnswerView> Of(FormAnswers answers) =>
    [
        .. from question in FormQuestions.All
           let said = answers[question]
           where said.Count > 0
           select new AnswerView(question.Label, string.Join(", ", said.Select(question.LabelOf))),
    ];
}
