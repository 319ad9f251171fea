using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hotline.Contracts;

/// <summary>What the form's questions were answered; what was left open is not in it.</summary>
[JsonConverter(typeof(FormAnswersJson))]
public sealed class FormAnswers
{
    private readonly Dictionary<FormQuestion, IReadOnlyList<string>> said;

    private FormAnswers(Dictionary<FormQuestion, IReadOnlyList<string>> said) => this.said = said;

    /// <summary>Whether every question was left open.</summary>
    public bool IsEmpty => said.Count == 0;

    /// <summary>What a question was answered: one text, any number of choices, or nothing.</summary>
    public IReadOnlyList<string> this[FormQuestion question] => said.GetValueOrDefault(question, []);

    /// <summary>The typed answers, in the order of the questions; each is empty where it was left open.</summary>
    public IReadOnlyList<string> Typed => [.. TypedQuestions.Select(question => this[question].FirstOrDefault(""))];

    /// <summary>The questions that <see cref="Typed"/> answers.</summary>
    public static IEnumerable<FormQuestion> TypedQuestions => FormQuestions.All.Where(question => question.IsTyped);

    /// <summary>The answers that something gives to each question; blank ones are left out.</summary>
    public static FormAnswers Of(Func<FormQuestion, IEnumerable<string?>> answer) => new(
        (from question in FormQuestions.All
         let said = answer(question).Where(text => !string.IsNullOrWhiteSpace(text)).Select(text => text!).ToList()
         where said.Count > 0
         select (question, said)).ToDictionary(one => one.question, one => (IReadOnlyList<string>)one.said));

    /// <summary>The same answers with these in the places of <see cref="Typed"/>.</summary>
    public FormAnswers With(IReadOnlyList<string> typed)
    {
        var places = TypedQuestions.Zip(typed).ToDictionary(pair => pair.First, pair => pair.Second);
        return Of(question => places.TryGetValue(question, out var text) ? [text] : this[question]);
    }

    /// <summary>Says nothing of the answers, so that no log can hold them.</summary>
    public override string ToString() => "a form's answers";
}

/// <summary>
/// The JSON of a form's answers: a member a question, a text or an array of choices. What the reader does not know, a newer form asked.
/// </summary>
internal sealed class FormAnswersJson : JsonConverter<FormAnswers>
{
    /// <inheritdoc/>
    public override FormAnswers Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var json = JsonDocument.ParseValue(ref reader);
        if (json.RootElement.ValueKind != JsonValueKind.Object)
            throw new JsonException("A form's answers are no object.");
        var answers = json.RootElement;
        return FormAnswers.Of(question => !answers.TryGetProperty(question.Member, out var said) || said.ValueKind == JsonValueKind.Null
            ? []
            : question.By == Answering.Many ? Choices(said) : [Text(said)]);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, FormAnswers value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var question in FormQuestions.All)
        {
            var said = value[question];
            if (question.By == Answering.Many)
            {
                writer.WriteStartArray(question.Member);
                foreach (var choice in said)
                    writer.WriteStringValue(choice);
                writer.WriteEndArray();
            }
            else if (said is [var text, ..])
            {
                writer.WriteString(question.Member, text);
            }
        }

        writer.WriteEndObject();
    }

    private static List<string> Choices(JsonElement said) => said.ValueKind == JsonValueKind.Array
        ? [.. said.EnumerateArray().Select(Text)] : throw new JsonException("The choices of an answer are no array.");

    private static string Text(JsonElement said) => said.ValueKind == JsonValueKind.String
        ? said.GetString()! : throw new JsonException("An answer is no text.");
}
