using System.Security.Cryptography;
using Hotline.Contracts;
using Hotline.Platform.Words;

namespace Hotline.Intake.WebForm;

/// <summary>Something that must be mended before a form can be taken.</summary>
/// <param name="Field">The field; empty when it is none.</param>
/// <param name="Text">The name in <see cref="FormErrors"/> of the text that says so.</param>
/// <param name="Most">What the text is filled with, where it says a limit.</param>
public sealed record FormError(string Field, string Text, int Most = 0)
{
    /// <summary>What it says.</summary>
    public string In(Language language) =>
        language.Form.Errors[Text].With("max", Most.ToString(language.Culture)).With("count", Most.ToString(language.Culture));
}

/// <summary>What a reporter filled in, as it is shown again when something must be mended.</summary>
public sealed record ReportFields
{
    /// <summary>The longest account of what happened, in characters.</summary>
    public const int MaxWhat = 50_000;

    /// <summary>The longest answer to any other question, in characters.</summary>
    public const int MaxOther = 2_000;

    /// <summary>The submission's secret that the page gave out (<see cref="WebForm.Submission.Secret"/>).</summary>
    public required string Submission { get; init; }

    /// <summary>What happened.</summary>
    public string? What { get; init; }

    /// <summary>The answers to all questions but the first and the last.</summary>
    public FormAnswers Answers { get; init; } = FormAnswers.Of(_ => []);

    /// <summary>How the reporter can be reached.</summary>
    public string? Contact { get; init; }

    /// <summary>An empty form under a new submission id.</summary>
    public static ReportFields New() => new() { Submission = RandomNumberGenerator.GetHexString(32, lowercase: true) };

    /// <summary>The form as it was sent.</summary>
    public static ReportFields Of(Submission sent) => new()
    {
        Submission = sent.Secret!,
        What = sent["what"]?.ReplaceLineEndings("\n"),
        Answers = FormAnswers.Of(question => AnswerTo(question, sent)),
        Contact = sent["contact"],
    };

    /// <summary>The words that somebody typed freely, in which a receipt's code may be.</summary>
    public IReadOnlyList<string> Words => [What ?? "", .. Answers.Typed, Contact ?? ""];

    /// <summary>The same form with these words in the places of <see cref="Words"/>.</summary>
    public ReportFields With(IReadOnlyList<string> words) =>
        this with { What = Said(words[0]), Answers = Answers.With([.. words.Skip(1).SkipLast(1)]), Contact = Said(words[^1]) };

    /// <summary>What must be mended.</summary>
    /// <param name="files">How many files came with it that can be taken: they may be all that there is to say.</param>
    public IEnumerable<FormError> Errors(int files)
    {
        if (What is null && files == 0)
            yield return new FormError("what", nameof(FormErrors.WhatMissing));
        if (What?.Length > MaxWhat)
            yield return new FormError("what", nameof(FormErrors.TooLong), MaxWhat);
        foreach (var question in FormQuestions.All)
            if (Answers[question].Any(said => said.Length > MaxOther))
                yield return new FormError(question.Field, nameof(FormErrors.TooLong), MaxOther);
        if (Contact?.Length > MaxOther)
            yield return new FormError("contact", nameof(FormErrors.TooLong), MaxOther);
    }

    /// <summary>Says nothing of what was filled in, so that no log can hold it.</summary>
    public override string ToString() => "a form's fields";

    private static IEnumerable<string?> AnswerTo(FormQuestion question, Submission sent) => question.By switch
    {
        Answering.Words or Answering.Address => (IEnumerable<string?>)[sent[question.Field]],
        Answering.One => question.Choices.Select(choice => choice.Value).Where(value => value == sent[question.Field]),
        Answering.Many => question.Choices.Select(choice => choice.Value).Intersect(sent.All(question.Field)),
    };

    private static string? Said(string words) => string.IsNullOrWhiteSpace(words) ? null : words;
}
