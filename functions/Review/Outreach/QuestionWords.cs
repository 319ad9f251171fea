using Hotline.Platform.Words;

namespace Hotline.Review.Outreach;

/// <summary>
/// What a reporter who was asked is texted, in all languages: nobody knows which one they read. A question is as its reviewer wrote it.
/// </summary>
public sealed class QuestionWords(Languages languages)
{
    /// <summary>The question itself, and how to answer.</summary>
    public string Question(string question) => $"{question}\n\n{All(say => say.Answer)}";

    /// <summary>That there is a message, and how to read and answer it.</summary>
    public string Notice => All(say => say.Notice);

    private string All(Func<ReplyTexts, string> text) => string.Join('\n', languages.All.Select(language => text(language.Replies)));
}
