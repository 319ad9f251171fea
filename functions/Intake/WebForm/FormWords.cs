using System.Globalization;
using System.Resources;
using Microsoft.AspNetCore.Http;

namespace Hotline.Intake.WebForm;

/// <summary>
/// The form's texts in one language. A language is one file, <c>FormTexts.{code}.resx</c>: it is offered as soon as it is built.
/// </summary>
public sealed class FormWords
{
    private static readonly ResourceManager Texts = new("Hotline.Intake.WebForm.FormTexts", typeof(FormWords).Assembly);
    private static readonly FormWords[] Offered = [.. Find()];
    private readonly CultureInfo culture;

    private FormWords(CultureInfo culture) => this.culture = culture;

    /// <summary>All languages that the form speaks, English first.</summary>
    public static IReadOnlyList<FormWords> All => Offered;

    /// <summary>BCP 47, such as <c>en</c>.</summary>
    public string Code => culture.Name;

    /// <summary>The text of that name.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public string this[string name] =>
        Texts.GetString(name, culture) ?? throw new InvalidOperationException($"The form has no text {name}.");

    /// <summary>The text of that name, its places filled in.</summary>
    public string Say(string name, params object[] values) => string.Format(culture, this[name], values);

    /// <summary>A moment in universal time, as the language writes it.</summary>
    public string At(DateTimeOffset moment) => $"{moment.UtcDateTime.ToString("f", culture)} UTC";

    /// <summary>A number of bytes, as people say it.</summary>
    public string Size(long bytes) => bytes < 1_000_000
        ? string.Create(culture, $"{Math.Max(1, bytes / 1000d):0} kB")
        : string.Create(culture, $"{bytes / 1_000_000d:0.0} MB");

    /// <summary>The language that was asked for by its code, else the best of <c>Accept-Language</c>, else English.</summary>
    public static FormWords Of(string? code, HttpRequest request) =>
        Named(code)
        ?? request.GetTypedHeaders().AcceptLanguage
            .Where(wanted => wanted.Quality is not 0).OrderByDescending(wanted => wanted.Quality ?? 1)
            .Select(wanted => Named(wanted.Value.Value?.Split('-')[0])).FirstOrDefault(found => found is not null)
        ?? Offered[0];

    private static FormWords? Named(string? code) =>
        Offered.FirstOrDefault(words => words.Code.Equals(code, StringComparison.OrdinalIgnoreCase));

    // A satellite assembly lies in a folder that is named by its language.
    private static IEnumerable<FormWords> Find()
    {
        yield return new FormWords(CultureInfo.GetCultureInfo("en"));
        var satellite = $"{typeof(FormWords).Assembly.GetName().Name}.resources.dll";
        foreach (var folder in Directory.EnumerateDirectories(AppContext.BaseDirectory).Order(StringComparer.Ordinal))
            if (File.Exists(Path.Combine(folder, satellite)) && Speaks(Path.GetFileName(folder)) is { } culture)
                yield return new FormWords(culture);
    }

    // The folder may hold other texts than the form's.
    private static CultureInfo? Speaks(string code)
    {
        var culture = CultureInfo.GetCultureInfo(code);
        return Texts.GetResourceSet(culture, createIfNotExists: true, tryParents: false) is not null ? culture : null;
    }
}
