using System.Globalization;
using Hotline.Contracts;

namespace Hotline.Review.Files;

/// <summary>Under which name an original is saved, and whether what it is saved as can run.</summary>
public static class OriginalName
{
    private const int MaxCharacters = 150;
    private const string Reserved = "\"*/:<>?\\|%";

    // What Windows, macOS, Android and browsers run or install on a double click; documents with macros among them.
    private static readonly HashSet<string> Programs = new(StringComparer.OrdinalIgnoreCase)
    {
        ".exe", ".dll", ".com", ".scr", ".pif", ".cpl", ".msi", ".msix", ".msixbundle", ".appx", ".appxbundle", ".msp", ".bat", ".cmd",
        ".ps1",
        ".psm1", ".vbs", ".vbe", ".vb", ".js", ".jse", ".mjs", ".wsf", ".wsh", ".hta", ".jar", ".reg", ".lnk", ".url", ".inf", ".scf",
        ".chm",
        ".application", ".gadget", ".sct", ".ws", ".xll", ".iso", ".img", ".vhd", ".vhdx", ".one", ".sh", ".bash", ".zsh", ".command",
        ".app",
        ".pkg", ".dmg", ".mpkg", ".workflow", ".scpt", ".applescript", ".terminal", ".fileloc", ".webloc", ".apk", ".aab", ".ipa", ".xapk",
        ".deb", ".rpm", ".run", ".appimage", ".desktop", ".elf", ".so", ".py", ".pyw", ".pl", ".rb", ".php", ".htm", ".html", ".xhtml",
        ".xht", ".mht", ".mhtml", ".shtml", ".svg", ".svgz", ".docm", ".dotm", ".xlsm", ".xltm", ".xlam", ".xlsb", ".pptm", ".potm",
        ".ppam",
        ".ppsm", ".sldm", ".mobileconfig", ".rdp", ".settingcontent-ms", ".library-ms", ".search-ms", ".diagcab", ".cab", ".jnlp", ".swf",
    };

    /// <summary>
    /// The reporter's own name of it, with an extension that opens it. A program gets none that it did not have: nothing is made to run.
    /// </summary>
    /// <param name="content">The evidence.</param>
    /// <param name="part">Its part's id, for what has no name.</param>
    public static string Of(EvidenceContent content, string part)
    {
        var name = Clean(SpelledCode.Hide(content.Name ?? ""));
        var kind = FileKind.Of(content.ContentType);
        var extension = Path.GetExtension(name).ToLowerInvariant();
        if (name.Length == 0)
            (name, extension) = (part, "");
        if (kind.CanRun || FileType.ExtensionOf(kind) is not { } usable)
            return extension.Length > 1 ? name : $"{name}.bin";
        // A text's own extension says more than that it is one.
        return extension.Length > 1 && (kind == FileKind.PlainText || FileType.Opens(extension, kind)) ? name : name + usable;
    }

    /// <summary>Whether it can run on the machine that opens it: by its bytes, its type or its name.</summary>
    public static bool CanRun(string? contentType, string? name) =>
        contentType is not null && FileKind.Of(contentType).CanRun
        || name is not null && Programs.Contains(Path.GetExtension(Clean(name)));

    // No path, no control, nothing invisible or that turns the direction of writing: "gpj.exe" must not read "exe.jpg".
    private static string Clean(string name)
    {
        var kept = string.Concat(name.Where(c => char.GetUnicodeCategory(c) is not (
                UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator))
            .Select(c => Reserved.Contains(c, StringComparison.Ordinal) ? '_' : c)).Trim(' ', '.');
        if (kept.Length <= MaxCharacters)
            return kept;
        var extension = Path.GetExtension(kept);
        return extension.Length is > 1 and <= 12 ? kept[..(MaxCharacters - extension.Length)] + extension : kept[..MaxCharacters];
    }
}
