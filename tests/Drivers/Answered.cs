using Hotline.Contracts;

namespace Hotline.Tests.Drivers;

/// <summary>A form's answers, by the names of its questions.</summary>
internal static class Answered
{
    public static FormAnswers With(params (string Question, string Said)[] answers)
    {
        Assert.All(answers, answer => Assert.Contains(FormQuestions.All, question => question.Name == answer.Question));
        return FormAnswers.Of(question => answers.Where(answer => answer.Question == question.Name).Select(answer => answer.Said));
    }
}
