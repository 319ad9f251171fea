using System.Globalization;
using Hotline.Platform.Words;
using Microsoft.AspNetCore.Http;

namespace Hotline.Intake.WebForm;

/// <summary>How the form speaks a language.</summary>
public static class FormLanguage
{
    /// <summary>The language that was asked for by its code, else the best of <c>Accept-Language</c>, else the first.</summary>
    public static Language Of(this Languages languages, string? code, HttpRequest request) =>
        languages.Find(code)
        ?? request.GetTypedHeaders().AcceptLanguage
            .Where(wanted => wanted.Quality is not 0).OrderByDescending(wanted => wanted.Quality ?? 1)
            .Select(wanted => languages.Find(wanted.Value.Value?.Split('-')[0])).FirstOrDefault(found => found is not null)
        ?? languages.First;

    /// <summary>A moment in the line's time zone, as the language writes it.</summary>
    public static string At(this Language language, DateTimeOffset moment)
    {
        var local = TimeZoneInfo.ConvertTime(moment, language.Line.Zone);
        var zone = local.Offset == TimeSpan.Zero ? "" : local.ToString("zzz", CultureInfo.InvariantCulture);
        return $"{local.ToString("f", language.Culture)} UTC{zone}";
    }

    /// <summary>A number of bytes, as people say it.</summary>
    public static string Size(this Language language, long bytes) => bytes < 1_000_000
        ? string.Create(language.Culture, $"{Math.Max(1, bytes / 1000d):0} kB")
        : string.Create(language.Culture, $"{bytes / 1_000_000d:0.0} MB");
}
