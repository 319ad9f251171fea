using System.Globalization;
using System.Text.Json.Nodes;
using Hotline.Contracts;

namespace Hotline.Platform.Words;

/// <summary>What must hold of the words beside their shape.</summary>
internal static class LineCheck
{
    /// <summary>It is in every page.</summary>
    public const int MaxLogoBytes = 32_000;

    private const int MaxGreetingSeconds = 14;

    // Twilio's neural voices say some 160 words a minute, with the pauses between sentences: 15 characters a second.
    private const int CharactersPerSecond = 15;
    private const string EarlierReport = "3";
    private const string Code = "0000 0000 0000 0000";

    /// <summary>That each language has a key of its own in the greeting.</summary>
    public static IEnumerable<string> Keys(IReadOnlyList<Language> languages)
    {
        foreach (var same in languages.GroupBy(language => language.Voice.Key).Where(same => same.Count() > 1))
            yield return $"give each of {string.Join(" and ", same.Select(language => language.Code))} a \"key\" of its own in voice.json";
    }

    /// <summary>What is wrong in a language's files: emergency, greeting, key.</summary>
    public static IEnumerable<(string File, IEnumerable<string> Clauses)> Of(Language language, string emergency)
    {
        var (voice, texts, form) = (language.Voice, language.Texts, language.Form);
        yield return ("voice", [.. Names(emergency, ("emergency", voice.Emergency)), .. GreetingFaults(voice)]);
        yield return ("texts", Names(emergency, ("receipt", texts.Receipt), ("received", texts.Received), ("help", texts.Help)));
        yield return ("form", [.. Names(emergency, ("emergency", form.Emergency)), .. QuestionFaults(form)]);
    }

    /// <summary>That a text is in the alphabet of SMS and fits a segment of its own; of files that are texted.</summary>
    public static IEnumerable<string> Texts(string file, JsonObject texts) => file is not ("texts" or "replies") ? []
        : from said in FileShape.Texts(texts)
          let text = said.Text.With("code", Code)
          let fault = Gsm7.Stranger(text) is { } letter ? $"write \"{said.Name}\" without \"{letter}\", which makes a text cost double"
              : Gsm7.Length(text) > Gsm7.Segment ? string.Create(
                  CultureInfo.InvariantCulture,
                  $"shorten \"{said.Name}\" by {Gsm7.Length(text) - Gsm7.Segment}: a text holds {Gsm7.Segment} characters")
              : null
          where fault is not null
          select fault;

    private static IEnumerable<string> QuestionFaults(FormTexts form) =>
        from question in FormQuestions.All
        let texts = form.Questions.GetValueOrDefault(question.Field)
        from fault in texts is null ? [$"add \"{question.Field}\" to \"questions\""]
            : question.Choices.Where(choice => texts.Choices?.ContainsKey(choice.Value) != true)
                .Select(choice => $"add \"{choice.Value}\" to the \"choices\" of \"{question.Field}\"")
        select fault;

    private static IEnumerable<string> Names(string emergency, params IEnumerable<(string Name, string Text)> texts) =>
        from text in texts where !text.Text.Contains(emergency, StringComparison.Ordinal) select $"name {emergency} in \"{text.Name}\"";

    private static IEnumerable<string> GreetingFaults(VoiceTexts voice)
    {
        if (voice.WholeGreeting.Length >= MaxGreetingSeconds * CharactersPerSecond)
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"shorten \"greeting\" to {(MaxGreetingSeconds * CharactersPerSecond) - 1} characters with its sentences, which take "
                + $"{MaxGreetingSeconds} seconds; it has {voice.WholeGreeting.Length}");
        if (voice.Key is not [>= '1' and <= '9'] || voice.Key == EarlierReport)
            yield return "write \"key\" as a digit from 1 to 9 but 3, which adds to an earlier report";
    }
}
