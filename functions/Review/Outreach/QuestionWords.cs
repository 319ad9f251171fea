using System.Globalization;
using System.Resources;

namespace Hotline.Review.Outreach;

/// <summary>
/// What a reporter who was asked is texted, in both languages: nobody knows which one they read. Ours is within GSM-7, so that a segment
/// holds 153 characters; a question is as its reviewer wrote it.
/// </summary>
public static class QuestionWords
{
    private static readonly ResourceManager Words = new("Hotline.Review.Outreach.Texted", typeof(QuestionWords).Assembly);

    /// <summary>The question itself, and how to answer.</summary>
    public static string Question(string question) => $"{question}\n\n{Both("Answer")}";

    /// <summary>That there is a message, and how to read and answer it.</summary>
    public static string Notice { get; } = Both("Notice");

    private static string Both(string key) => $"{Say(key, "en")}\n{Say(key, "es")}";

    private static string Say(string key, string language) => Words.GetString(key, CultureInfo.GetCultureInfo(language))!;
}
