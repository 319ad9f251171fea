using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Hotline.Platform.Settings;

namespace Hotline.Platform.Words;

/// <summary>Reads and checks <c>line/</c>: each file of the package, and over it the names that an organization's own has.</summary>
internal sealed class LineReader(Func<string, byte[]?> packaged, Func<string, byte[]?> own)
{
    private static readonly JsonDocumentOptions Lenient = new()
    {
        AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, AllowDuplicateProperties = false,
    };

    private readonly List<string> faults = [];

    /// <summary>Reads it.</summary>
    /// <exception cref="SettingException">Something in it is wrong; a line for each file.</exception>
    public Languages Read()
    {
        var file = Fill("line.json", WordsJson.Default.LineFile, null);
        // Without it nothing else can be read.
        if (file is null)
            throw new SettingException(string.Join('\n', faults));
        var line = IdentityOf(file);
        var like = (string?)Parse(packaged("line.json"))?["languages"]?[0] ?? file.Languages[0];
        var languages = file.Languages.Distinct().Select(code => LanguageOf(code, like, line, file)).OfType<Language>().ToList();
        Add("line.json", LineCheck.Keys(languages));
        return faults.Count == 0 ? new Languages(languages) : throw new SettingException(string.Join('\n', faults));
    }

    private LineIdentity IdentityOf(LineFile file)
    {
        if (file.Number is { } number && !E164.Is(number))
            Add("line.json", ["write \"number\" in E.164, such as +15005550100"]);
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(file.TimeZone, out var zone))
            Add("line.json", ["write \"timeZone\" as in the IANA database, such as America/Chicago"]);
        var type = Path.GetExtension(file.Logo) switch { ".svg" => "svg+xml", ".png" => "png", _ => null };
        var logo = type is not null && Path.GetFileName(file.Logo) == file.Logo ? own(file.Logo!) ?? packaged(file.Logo!) : null;
        if (file.Logo is not null && logo is not { Length: <= LineCheck.MaxLogoBytes })
            Add("line.json", [$"name as \"logo\" an .svg or .png beside it of {LineCheck.MaxLogoBytes / 1000} kB or less"]);
        return new LineIdentity(
            file.Name, file.Operator, file.Number, logo is null ? null : $"data:image/{type};base64,{Convert.ToBase64String(logo)}",
            zone ?? TimeZoneInfo.Utc);
    }

    private Language? LanguageOf(string code, string like, LineIdentity line, LineFile file)
    {
        if (!CultureInfo.GetCultures(CultureTypes.NeutralCultures).Any(culture => culture.Name == code))
        {
            Add("line.json", [$"write \"languages\" as codes such as en: \"{code}\" is none"]);
            return null;
        }

        T? Read<T>(string name, JsonTypeInfo<T> type)
            where T : class => Fill(
                $"{code}/{name}.json", type, Parse(packaged($"{like}/{name}.json")), texts => LineCheck.Texts(name, texts));
        var (voice, texts) = (Read("voice", WordsJson.Default.VoiceTexts), Read("texts", WordsJson.Default.SmsTexts));
        var (form, replies) = (Read("form", WordsJson.Default.FormTexts), Read("replies", WordsJson.Default.ReplyTexts));
        if (voice is null || texts is null || form is null || replies is null)
            return null;
        var language = new Language(code, line, voice, texts, form, replies);
        foreach (var (name, clauses) in LineCheck.Of(language, file.EmergencyNumber))
            Add($"{code}/{name}.json", clauses);
        return language;
    }

    private T? Fill<T>(string name, JsonTypeInfo<T> type, JsonObject? like, Func<JsonObject, IEnumerable<string>>? check = null)
        where T : class
    {
        try
        {
            if (Over(Parse(packaged(name)), Parse(own(name))) is not { } file)
                return Fail<T>(name, ["add it"]);
            file.Remove("$schema");
            var clauses = FileShape.Faults(file, typeof(T), like).ToList();
            if (clauses.Count == 0)
                clauses.AddRange(check?.Invoke(file) ?? []);
            return clauses.Count == 0 ? file.Deserialize(type) : Fail<T>(name, clauses);
        }
        catch (JsonException e)
        {
            return Fail<T>(name, [$"it is no JSON object at line {(e.LineNumber ?? 0) + 1}"]);
        }
    }

    private T? Fail<T>(string name, IEnumerable<string> clauses)
        where T : class
    {
        Add(name, clauses);
        return null;
    }

    private void Add(string name, IEnumerable<string> clauses)
    {
        if (clauses.ToList() is { Count: > 0 } all)
            faults.Add($"Fix line/{name}: {string.Join("; ", all)}.");
    }

    private static JsonObject? Parse(byte[]? file) => file is null ? null
        : JsonNode.Parse(file, documentOptions: Lenient) as JsonObject ?? throw new JsonException("It is no object.", null, 0, 0);

    // What an own file does not name stays as the package has it.
    private static JsonObject? Over(JsonObject? under, JsonObject? over)
    {
        if (under is null || over is null)
            return under ?? over;
        foreach (var (name, value) in over)
            under[name] = (under[name] is JsonObject inner && value is JsonObject outer ? Over(inner, outer) : value)?.DeepClone();
        return under;
    }
}
