using System.Text;
using System.Text.RegularExpressions;
using Azure.Identity;
using Hotline.Contracts;
using Hotline.Intake.WebForm;
using Hotline.Local.Twilio.Messages;
using Hotline.Platform.Settings;
using Hotline.Platform.Storage;
using Hotline.Platform.Words;

namespace Hotline.Tests.OwnWords;

/// <summary>The folder <c>line/</c>: read whole, and what is wrong in it said in a line.</summary>
public sealed class LineFolderTests
{
    private static readonly string Root = Path.Combine(Oracle.Root, "line");

    [Fact]
    public void Every_language_of_the_package_says_all_in_its_own_words()
    {
        var (english, spanish) = (LineFolder.Default.Of("en"), LineFolder.Default.Of("es"));
        Assert.Equal(["en", "es"], LineFolder.Default.All.Select(language => language.Code));
        foreach (var name in new[] { "voice", "texts", "form", "replies" })
        {
            var (one, other) = (Texts($"en/{name}.json"), Texts($"es/{name}.json"));
            Assert.Equal(one.Keys.Order(), other.Keys.Order());
            Assert.DoesNotContain(one, text => text.Key is not ("$schema" or "form.language") && text.Value.Length > 4 && other[text.Key] == text.Value);
        }

        Assert.Equal(("2", english), (spanish.Voice.Key, LineFolder.Default.First));
        Assert.Same(english, LineFolder.Default.Of("xx"));
        Assert.Null(LineFolder.Default.OfKey("3"));
    }

    [Fact]
    public void What_is_texted_to_all_takes_few_segments()
    {
        var languages = LineFolder.Default.All;
        Assert.InRange(Of(texts => texts.Receipt.With("code", "0000 0000 0000 0000")), 1, 2);
        Assert.InRange(Of(texts => texts.Received), 1, 2);
        Assert.InRange(Of(texts => texts.Help), 1, 3);
        foreach (var text in new[] { "texts", "replies" }.SelectMany(name => languages.SelectMany(language => Texts($"{language.Code}/{name}.json"))))
            Assert.All(text.Key == "$schema" ? "" : text.Value, letter => Assert.Equal(
                (text.Key, letter, 1), (text.Key, letter, Segments.Of(new string(letter, 80)))));
        Assert.NotEqual(1, Segments.Of(new string('í', 80)));

        int Of(Func<SmsTexts, string> text) => Segments.Of(string.Join('\n', languages.Select(language => text(language.Texts))));
    }

    [Fact]
    public void The_alphabet_of_sms_is_the_one_that_twilio_counts_by()
    {
        for (var letter = ' '; letter < '\u2200'; letter++)
            if (!char.IsSurrogate(letter))
                Assert.Equal((letter, Segments.Of(new string(letter, 80)) == 1), (letter, Gsm7.Stranger($"{letter}") is null && Gsm7.Length($"{letter}") <= 2));
        Assert.Equal(2, Gsm7.Length("€"));
    }

    [Fact]
    public void The_emergency_and_the_recording_are_named_before_the_tone_in_less_than_fourteen_seconds() =>
        Assert.All(LineFolder.Default.All, language =>
        {
            Assert.Contains(language.Voice.Emergency, language.Voice.WholeGreeting, StringComparison.Ordinal);
            Assert.Contains(language.Voice.Recorded, language.Voice.WholeGreeting, StringComparison.Ordinal);
            Assert.InRange(language.Voice.WholeGreeting.Length, 1, 209);
        });

    [Theory]
    [InlineData("line.json", """{"number":"555-0100"}""", "Fix line/line.json: write \"number\" in E.164, such as +15005550100.")]
    [InlineData("line.json", """{"timeZone":"Mars/Base"}""", "Fix line/line.json: write \"timeZone\" as in the IANA database, such as America/Chicago.")]
    [InlineData("line.json", """{"logo":"../logo.svg"}""", "Fix line/line.json: name as \"logo\" an .svg or .png beside it of 32 kB or less.")]
    [InlineData("line.json", """{"logo":"none.png"}""", "Fix line/line.json: name as \"logo\" an .svg or .png beside it of 32 kB or less.")]
    [InlineData("line.json", """{"languages":[]}""", "Fix line/line.json: write \"languages\" as a list of words.")]
    [InlineData("line.json", """{"languages":["en","../es"]}""", "Fix line/line.json: write \"languages\" as codes such as en: \"../es\" is none.")]
    [InlineData("line.json", """{"name":" "}""", "Fix line/line.json: write \"name\" as words.")]
    [InlineData("line.json", """{"title":"A line"}""", "Fix line/line.json: take out \"title\".")]
    [InlineData("line.json", "{", "Fix line/line.json: it is no JSON object at line 1.")]
    [InlineData("line.json", "[]", "Fix line/line.json: it is no JSON object at line 1.")]
    [InlineData("line.json", """{"name":"A","name":"B"}""", "Fix line/line.json: it is no JSON object at line 1.")]
    [InlineData("es/voice.json", """{"key":"3"}""", "Fix line/es/voice.json: write \"key\" as a digit from 1 to 9 but 3, which adds to an earlier report.")]
    [InlineData("es/voice.json", """{"key":"1"}""", "Fix line/line.json: give each of en and es a \"key\" of its own in voice.json.")]
    [InlineData("es/voice.json", """{"emergency":"En una emergencia, cuelgue."}""", "Fix line/es/voice.json: name 911 in \"emergency\".")]
    [InlineData("es/voice.json", """{"greeting":"Hola. {emergency}"}""",
        "Fix line/es/voice.json: write each of {emergency}, {recorded} in \"greeting\", and nothing else in braces.")]
    [InlineData("es/voice.json", """{"add":null}""", "Fix line/es/voice.json: add \"add\".")]
    [InlineData("es/voice.json", """{"goOn":"Siga {nombre}."}""", "Fix line/es/voice.json: take the braces out of \"goOn\".")]
    [InlineData("es/texts.json", """{"start":"Aquí estamos."}""", "Fix line/es/texts.json: write \"start\" without \"í\", which makes a text cost double.")]
    [InlineData("es/texts.json", """{"received":"Tenemos su aviso."}""", "Fix line/es/texts.json: name 911 in \"received\".")]
    [InlineData("es/texts.json", """{"states":{"lost":"?"}}""", "Fix line/es/texts.json: take out \"states.lost\".")]
    [InlineData("es/form.json", """{"emergency":"Llame."}""", "Fix line/es/form.json: name 911 in \"emergency\".")]
    [InlineData("es/form.json", """{"questions":{"color":{"label":"?"}}}""", "Fix line/es/form.json: take out \"questions.color\".")]
    [InlineData("es/form.json", """{"questions":{"when":"?"}}""", "Fix line/es/form.json: add \"questions.when\".")]
    [InlineData("es/form.json", """{"questions":{"appeared":{"choices":null}}}""", "Fix line/es/form.json: add \"questions.appeared.choices\".")]
    [InlineData("es/form.json", """{"questions":{"appeared":{"choices":{"phone":7}}}}""",
        "Fix line/es/form.json: write \"questions.appeared.choices.phone\" as words.")]
    public void What_is_wrong_is_said_in_a_line(string file, string content, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<SettingException>(() => Read(new() { [file] = Encoding.UTF8.GetBytes(content) })).Message);

    [Fact]
    public void What_is_too_long_is_said_by_how_much()
    {
        Assert.Equal(
            "Fix line/es/texts.json: shorten \"start\" by 40: a text holds 160 characters.",
            Fault("es/texts.json", $$"""{"start":"{{new string('a', 200)}}"}"""));
        Assert.Equal(
            "Fix line/en/voice.json: shorten \"greeting\" to 209 characters with its sentences, which take 14 seconds; it has 362.",
            Fault("en/voice.json", $$"""{"greeting":"{emergency} {recorded} {{new string('a', 300)}}"}"""));
    }

    [Fact]
    public void Whoever_adds_a_language_is_told_all_that_it_lacks()
    {
        var lacks = Fault("line.json", """{"languages":["en","fr"]}""");
        Assert.Equal(["voice", "texts", "form", "replies"], Regex.Matches(lacks, @"Fix line/fr/(\w+)\.json: add it\.").Select(found => found.Groups[1].Value));
        var files = French.Files.ToDictionary();
        files["fr/texts.json"] = "{}"u8.ToArray();
        Assert.StartsWith(
            "Fix line/fr/texts.json: add \"receipt\"; add \"received\"; add \"stop\";", Assert.Throws<SettingException>(() => Read(files)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_own_folder_names_only_what_differs()
    {
        var own = Read(new()
        {
            ["line.json"] = """{"name":"Ours",/* by law */"timeZone":"America/Chicago",}"""u8.ToArray(),
            ["en/form.json"] = """{"about":{"keptFor":"Five years."},"questions":{"when":{"label":"At what time?"}}}"""u8.ToArray(),
        }).First;
        Assert.Equal(("Ours", "Five years.", "At what time?"), (own.Line.Name, own.Form.About.KeptFor, own.Form.Questions["when"].Label));
        Assert.Equal(LineFolder.Default.First.Form.About.Privacy, own.Form.About.Privacy);
        Assert.Equal(LineFolder.Default.First.Form.Questions["when"].Hint, own.Form.Questions["when"].Hint);
        Assert.StartsWith("data:image/svg+xml;base64,", own.Line.Logo, StringComparison.Ordinal);
        var at = new DateTimeOffset(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);
        Assert.EndsWith("6:00 AM UTC-06:00", own.At(at).Replace('\u202F', ' '), StringComparison.Ordinal);
        Assert.EndsWith("12:00 PM UTC", LineFolder.Default.First.At(at).Replace('\u202F', ' '), StringComparison.Ordinal);
    }

    [Fact]
    public void A_container_that_can_not_be_read_is_said_in_a_line() => Assert.StartsWith(
        "The container own-words can't be read (",
        Assert.Throws<SettingException>(() => LineFolder.Read(
            new StorageOptions
            {
                ConnectionString = "DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=Zm9v;BlobEndpoint=http://127.0.0.1:9/devstoreaccount1;TableEndpoint=http://127.0.0.1:9/devstoreaccount1;",
                Line = "own-words",
            },
            new DefaultAzureCredential())).Message,
        StringComparison.Ordinal);

    [Fact]
    public void The_form_s_questions_have_words_and_no_others_do()
    {
        var questions = LineFolder.Default.First.Form.Questions;
        Assert.All(FormQuestions.All, question => Assert.Equal(
            question.Choices.Select(choice => choice.Value).Order(), (questions[question.Field].Choices?.Keys ?? []).Order()));
        Assert.Equal(
            FormQuestions.All.Select(question => question.Field).Concat(["add", "code", "contact", "files", "what"]).Order(), questions.Keys.Order());
    }

    [Fact]
    public void Every_text_is_used()
    {
        var sources = string.Concat(Directory.EnumerateFiles(Path.Combine(Oracle.Root, "functions"), "*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".razor", StringComparison.Ordinal) || (file.EndsWith(".cs", StringComparison.Ordinal)
                && Path.GetFileName(file) is not ("FormTexts.cs" or "SmsTexts.cs"))).Select(File.ReadAllText));
        // Looked up by names that come as data.
        Type[] byName = [typeof(SmsStates), typeof(FormStates), typeof(FormProofs), typeof(FormRefusals)];
        Assert.Empty(
            from type in typeof(VoiceTexts).Assembly.GetTypes()
            where type.Namespace == typeof(VoiceTexts).Namespace && type.Name is not "LineIdentity" && !byName.Contains(type)
                && (type.Name.EndsWith("Texts", StringComparison.Ordinal) || type == typeof(FormErrors))
            // A question's are looked up by its name.
            let holder = type == typeof(FormQuestionTexts) ? """(?:\b(?:Q|text)|\bQuestions\["\w+"\])""" : @"\b(?:W|say|Voice|Form|About|Texts|Errors|FormErrors|Refused)"
            from property in type.GetConstructors()[0].GetParameters()
            // These two make the whole greeting.
            where property.Name is not (nameof(VoiceTexts.Greeting) or nameof(VoiceTexts.Recorded)) && !Regex.IsMatch(sources, $@"{holder}\.{property.Name}\b")
            select $"{type.Name}.{property.Name}");
        Assert.Equal(Enum.GetNames<FileRefusal>().Append("Large").Order(), typeof(FormRefusals).GetConstructors()[0].GetParameters().Select(p => p.Name).Order());
    }

    private static string Fault(string file, string content) =>
        Assert.Throws<SettingException>(() => Read(new() { [file] = Encoding.UTF8.GetBytes(content) })).Message;

    private static Languages Read(Dictionary<string, byte[]> own) => new LineReader(
        file => Path.Combine(Root, file) is var path && File.Exists(path) ? File.ReadAllBytes(path) : null, file => own.GetValueOrDefault(file)).Read();

    private static Dictionary<string, string> Texts(string file) =>
        FileShape.Texts(System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(Path.Combine(Root, file)))!.AsObject()).ToDictionary(text => text.Name, text => text.Text);
}
