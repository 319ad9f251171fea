using System.Globalization;
using System.Resources;

namespace Hotline.Intake.Lines;

/// <summary>A language in which a reporter is answered.</summary>
/// <param name="Code">BCP 47: <c>en</c> or <c>es</c>.</param>
/// <param name="Locale">Its locale on the phone, such as <c>en-US</c>.</param>
/// <param name="Voice">Twilio's name of the voice (https://www.twilio.com/docs/voice/twiml/say/text-speech).</param>
public sealed record Language(string Code, string Locale, string Voice)
{
    private readonly CultureInfo culture = CultureInfo.GetCultureInfo(Code);

    /// <summary>The first language of the line.</summary>
    public static Language English { get; } = new("en", "en-US", "Polly.Joanna-Neural");

    /// <summary>Spanish, as it is spoken in the Americas.</summary>
    public static Language Spanish { get; } = new("es", "es-MX", "Polly.Mia-Neural");

    /// <summary>All of them, for whoever has not chosen one.</summary>
    public static IReadOnlyList<Language> All { get; } = [English, Spanish];

    /// <summary>The language of that code; English for any other.</summary>
    public static Language Of(string? code) => code == Spanish.Code ? Spanish : English;

    /// <summary>What the resource says in this language.</summary>
    /// <exception cref="InvalidOperationException">The resource has no such text.</exception>
    public string Say(ResourceManager words, string key) =>
        words.GetString(key, culture) ?? throw new InvalidOperationException($"No text is called {key}.");
}
