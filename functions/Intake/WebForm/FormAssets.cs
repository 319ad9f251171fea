using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;

namespace Hotline.Intake.WebForm;

/// <summary>The pages' one style and two scripts, inside each page: a page is one request, and nothing but these may run.</summary>
public static partial class FormAssets
{
    /// <summary>The page's one style sheet, which its policy names by hash.</summary>
    public static MarkupString Style { get; } = new(Between().Replace(Read("form.css"), "$1$2"));

    /// <summary>The page's own script, which its policy names by hash.</summary>
    public static MarkupString Script { get; } = new(Read("form.js"));

    /// <summary>What seals files, apart: a browser that can't read it runs the other all the same.</summary>
    public static MarkupString Slices { get; } = new(Read("slices.js"));

    /// <summary>What a page may load and do (https://www.w3.org/TR/CSP3/).</summary>
    public static string Policy { get; } =
        $"default-src 'none'; style-src '{HashOf(Style)}'; script-src '{HashOf(Slices)}' '{HashOf(Script)}'; img-src data:; "
        + "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    private static string HashOf(MarkupString text) =>
        $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text.Value)))}";

    private static string Read(string name)
    {
        using var stream = typeof(FormAssets).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The build left out {name}.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        // Comments and indentation help readers of the source; a browser needs neither, and they are a quarter of it.
        return string.Join('\n', reader.ReadToEnd().ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()).Where(line =>
            line.Length > 0 && !line.StartsWith("//", StringComparison.Ordinal)
            && !(line.StartsWith("/*", StringComparison.Ordinal) && line.EndsWith("*/", StringComparison.Ordinal))));
    }

    // Blanks that say nothing in a style sheet: around braces, semicolons and commas, and behind a property's colon.
    [GeneratedRegex(@"\s*([{};,])\s*|(?<=[\w-])(:)\s+")]
    private static partial Regex Between();
}
