using Hotline.Contracts;
using Microsoft.AspNetCore.StaticFiles;

namespace Hotline.Review.Files;

/// <summary>Which extension opens which media type.</summary>
public static class FileType
{
    private static readonly FileExtensionContentTypeProvider Known = NewProvider();

    /// <summary>The extension that opens it, with its dot; null where none is known.</summary>
    public static string? ExtensionOf(FileKind kind) => kind.Extensions is [var known, ..] ? known
        : Known.Mappings.Where(known => known.Value == kind.Type && kind.Type != ContentSniffer.Unknown)
            .Select(known => known.Key).Order(StringComparer.Ordinal).FirstOrDefault();

    /// <summary>Whether a file of this extension opens as what its type says.</summary>
    public static bool Opens(string extension, FileKind kind) => ExtensionOf(kind) == extension
        || Known.Mappings.TryGetValue(extension, out var known) && Family(known) == Family(kind.Type);

    // Players take any sound or film, whatever the extension says of it; documents are opened by their own.
    private static string Family(string type) => type.Split('/')[0] switch
    {
        "audio" or "video" => "media",
        "image" or "text" => type.Split('/')[0],
        _ => type,
    };

    private static FileExtensionContentTypeProvider NewProvider()
    {
        var known = new FileExtensionContentTypeProvider();
        foreach (var kind in FileKind.All)
            foreach (var extension in kind.Extensions)
                known.Mappings.TryAdd(extension, kind.Type);
        return known;
    }
}
