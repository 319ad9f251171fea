using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hotline.Local.Speech;

/// <summary>What a request asks for; of its many settings those that the hotline could use.</summary>
/// <param name="Locales">The languages to choose from; empty: any.</param>
/// <param name="ProfanityFilterMode">
/// What becomes of swear words: <c>None</c>, <c>Removed</c>, <c>Tags</c>, or <c>Masked</c>, which is the default.
/// </param>
internal sealed record TranscribeDefinition(IReadOnlyList<string> Locales, string ProfanityFilterMode)
{
    private static readonly string[] Modes = ["None", "Removed", "Tags", "Masked"];

    /// <summary>Reads the part <c>definition</c>.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    /// <exception cref="FormatException">It says what the service does not know; the message says what.</exception>
    public static TranscribeDefinition Read(string json)
    {
        var definition = json.Length == 0 ? null : JsonNode.Parse(json) as JsonObject ?? throw new FormatException(
            "The definition is not an object.");
        var mode = (string?)definition?["profanityFilterMode"] ?? "Masked";
        if (!Modes.Contains(mode))
            throw new FormatException("The profanityFilterMode is unknown.");
        var locales = definition?["locales"]?.AsArray().Select(locale => (string)locale!).ToList() ?? [];
        if (locales.Any(locale => locale.Split('-') is not [{ Length: 2 or 3 }, { Length: 2 or 3 }]))
            throw new FormatException("A locale is not supported.");
        return new TranscribeDefinition(locales, mode);
    }
}
