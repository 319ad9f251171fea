using System.Text.RegularExpressions;
using System.Xml.Linq;
using Hotline.Contracts;
using Hotline.Intake.WebForm;

namespace Hotline.Tests.Intake.WebForm;

/// <summary>The form's texts: every language has each of them, and each is used.</summary>
public sealed class FormTextTests
{
    private static readonly string Folder = Path.Combine(Oracle.Root, "functions", "Intake", "WebForm");

    [Fact]
    public void Every_language_has_every_text_and_the_same_places_in_it()
    {
        var english = Read(Path.Combine(Folder, "FormTexts.resx"));
        var others = Directory.GetFiles(Folder, "FormTexts.*.resx");
        Assert.Equal(others.Length + 1, FormWords.All.Count);
        foreach (var other in others.Select(Read))
        {
            Assert.Equal(english.Keys.Order(), other.Keys.Order());
            Assert.All(english, text => Assert.Equal(
                text.Value.Contains("{0}", StringComparison.Ordinal), other[text.Key].Contains("{0}", StringComparison.Ordinal)));
            Assert.DoesNotContain(english, text => text.Key is not "Language" && text.Value.Length > 4 && other[text.Key] == text.Value);
        }
    }

    [Fact]
    public void Every_text_that_is_used_is_there_and_every_one_that_is_there_is_used()
    {
        var sources = string.Concat(
            Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Where(
                file => file.EndsWith(".razor", StringComparison.Ordinal) || file.EndsWith(".cs", StringComparison.Ordinal))
                .Select(File.ReadAllText));
        string[] patterns =
        [
            "(?:W|Words|words|other)\\[\"(\\w+)\"\\]", "(?:W|Words)\\[[^\\]\"]*\\? \"(\\w+)\" : \"(\\w+)\"\\]",
            "Say\\(\"(\\w+)\"", " Text=\"(\\w+)\"",
            "\"(Error_\\w+)\"",
        ];
        var used = patterns.SelectMany(pattern => Regex.Matches(sources, pattern)).SelectMany(found => found.Groups.Values.Skip(1))
            .Where(group => group.Success).Select(group => group.Value).ToHashSet();
        // Names that are put together: of questions, their hints and choices, of refusals and states.
        foreach (var question in FormQuestions.All)
        {
            used.UnionWith(question.HasHint ? [question.Name, $"{question.Name}Hint"] : [question.Name]);
            used.UnionWith(question.Choices.Select(choice => $"{question.Name}_{choice.Value}"));
        }

        used.UnionWith(["State_none", "State_received", "State_reading", "State_asked", "State_answered", "State_closed"]);
        used.UnionWith(["Proof_statement", "Proof_recording", "Proof_attachment"]);
        foreach (var name in Enum.GetNames<Refusal>())
            used.Add($"Refused_{name}");
        foreach (Match field in Regex.Matches(sources, "<TextField(?=[^>]* Text=\"(\\w+)\")(?![^>]*Hint=\"false\")"))
            used.Add($"{field.Groups[1].Value}Hint");
        Assert.Equal(Read(Path.Combine(Folder, "FormTexts.resx")).Keys.Order(), used.Order());
    }

    private static Dictionary<string, string> Read(string file) =>
        XDocument.Load(file).Root!.Elements("data")
            .ToDictionary(text => (string)text.Attribute("name")!, text => (string)text.Element("value")!);
}
