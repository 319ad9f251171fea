using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hotline.Review.Triage;

/// <summary><c>rules.json</c> as it is written.</summary>
/// <param name="Rules">The rules, which know no language.</param>
/// <param name="Languages">What each language says for each signal.</param>
public sealed record RuleFile(IReadOnlyList<Rule> Rules, IReadOnlyDictionary<string, LanguageRules> Languages)
{
    /// <summary>The rules that are built in.</summary>
    public static RuleFile BuiltIn()
    {
        using var file = typeof(RuleFile).Assembly.GetManifestResourceStream("Hotline.Review.Triage.rules.json")!;
        return JsonSerializer.Deserialize(file, RuleFileJson.Default.RuleFile)!;
    }
}

/// <summary>When a text is read sooner, or later.</summary>
/// <param name="Id">Names the rule in <c>Reasons.resx</c> and on stored results.</param>
/// <param name="Priority">The priority that it gives; 3 explains and changes nothing, 4 lowers, and only where no other rule holds and
/// every word is of its phrases or of the signal <c>courtesy</c>.</param>
/// <param name="Any">It holds where one of these signals stands,</param>
/// <param name="With">and, unless empty, one of these as well,</param>
/// <param name="Within">with at most so many words between.</param>
public sealed record Rule(string Id, int Priority, IReadOnlyList<string> Any, IReadOnlyList<string>? With = null, int Within = 0);

/// <summary>A language in <c>rules.json</c>.</summary>
/// <param name="Endings">Classes of endings, by name.</param>
/// <param name="Clitics">Pronouns that are written onto a verb.</param>
/// <param name="Lists">Named lists of phrases.</param>
/// <param name="Signals">
/// Each signal's phrases. What <c>unless</c> touches counts for no signal; it holds negations and manners of speaking.
/// </param>
public sealed record LanguageRules(
    Dictionary<string, IReadOnlyList<string>> Endings, IReadOnlyList<string> Clitics,
    Dictionary<string, IReadOnlyList<string>> Lists, Dictionary<string, IReadOnlyList<string>> Signals);

/// <summary>The JSON of the rules: camel case, unknown members refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(RuleFile))]
public sealed partial class RuleFileJson : JsonSerializerContext;
