using System.Text.Json;
using Hotline.Contracts;
using Hotline.Review.Casework;
using Hotline.Review.Triage;

namespace Hotline.Tests.Contracts;

/// <summary>A question of the form is one entry: whatever goes by the list does so for each. (Its texts: FormTextTests.)</summary>
public sealed class FormQuestionTests
{
    private static readonly FormAnswers All = FormAnswers.Of(question =>
        question.Choices.Count > 0 ? question.Choices.Select(choice => choice.Value) : [$"Of {question.Name}."]);

    [Theory]
    [InlineData("""{"when":"Hoy","where":"Aqu\u00ED","target":"Me","appeared":["link","other"],"link":"https://example.org","isTarget":"yes"}""")]
    [InlineData("""{"appeared":["letter"],"isTarget":"unsure"}""")]
    [InlineData("""{"where":"A \u0022wall\u0022","appeared":[]}""")]
    public void Answers_are_written_as_they_always_were(string json)
    {
        var statement = Read($$"""{"text":"a","from":"","line":"","source":"b","mediaCount":0,"answers":{{json}}}""");
        Assert.Contains($"\"answers\":{json}}}", Write(statement), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_newer_form_asks_is_passed_over()
    {
        var answers = Read("""{"text":"a","from":"","line":"","source":"b","mediaCount":0,"answers":{"weather":["rain"],"when":"Today","where":null,"appeared":[]}}""").Answers!;
        Assert.Equal([("When", "Today")], FormView.Of(answers).Select(answer => (answer.Asked, answer.Said)));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"yes\"")]
    [InlineData("""{"when":1}""")]
    [InlineData("""{"appeared":"link"}""")]
    [InlineData("""{"appeared":[1]}""")]
    public void What_are_no_answers_are_refused(string json) => Assert.Throws<JsonException>(
        () => Read($$"""{"text":"a","from":"","line":"","source":"b","mediaCount":0,"answers":{{json}}}"""));

    [Fact]
    public void Each_is_shown_to_reviewers_with_its_label_and_those_of_its_choices() => Assert.Equal(
        FormQuestions.All.Select(question => (question.Label, question.Choices.Count > 0
            ? string.Join(", ", question.Choices.Select(choice => choice.Label)) : $"Of {question.Name}.")),
        FormView.Of(All).Select(answer => (answer.Asked, answer.Said)));

    [Fact]
    public void The_rules_read_each_that_is_typed() => Assert.Equal(
        string.Join("\n\n", FormQuestions.All.Where(question => question.IsTyped).Select(question => $"Of {question.Name}.").Prepend("Text.")),
        FormWords.With(new StatementContent("Text.", "", "", "", 0, null, All)));

    [Fact]
    public void A_typed_answer_can_be_put_in_the_place_of_another()
    {
        var changed = All.With([.. All.Typed.Select(typed => typed == "Of Where." ? "" : typed)]);
        Assert.Empty(changed[FormQuestions.All.Single(question => question.Name == "Where")]);
        Assert.Equal(FormView.Of(All).Count - 1, FormView.Of(changed).Count);
        Assert.False(changed.IsEmpty);
        Assert.True(FormAnswers.Of(_ => [" ", null]).IsEmpty);
    }

    [Fact]
    public void Names_and_choices_are_told_apart()
    {
        Assert.Equal(FormQuestions.All.Count, FormQuestions.All.Select(question => question.Field).Distinct().Count());
        Assert.All(FormQuestions.All, question => Assert.Equal(question.IsTyped, question.Choices.Count == 0));
        Assert.All(FormQuestions.All, question =>
            Assert.Equal(question.Choices.Count, question.Choices.Select(choice => choice.Value).Distinct().Count()));
        // What the form has besides.
        Assert.DoesNotContain(FormQuestions.All, question => question.Field is "what" or "contact" or "files" or "code" or "submission"
            or "lang" or "switch" or "website" or "add" or "upload");
    }

    private static StatementContent Read(string json) => JsonSerializer.Deserialize(json, PartContents.Default.StatementContent)!;

    private static string Write(StatementContent statement) => JsonSerializer.Serialize(statement, PartContents.Default.StatementContent);
}
