using Hotline.Contracts;
using Microsoft.AspNetCore.StaticFiles;

namespace Hotline.Review.Files;

/// <summary>
/// What the console makes of a media type. It decides what is shown, never what is kept: everything is a
/// download as well.
/// </summary>
public static class FileType
{
    private static readonly FileExtensionContentTypeProvider Known = NewProvider();

    // Where several extensions have a type, the one that people know; and the types that the provider lacks.
    private static readonly Dictionary<string, string> Preferred = new(StringComparer.Ordinal)
    {
        ["image/jpeg"] = ".jpg", ["image/tiff"] = ".tif", ["image/heif"] = ".heic", ["image/svg+xml"] = ".svg",
        ["audio/wav"] = ".wav", ["audio/x-wav"] = ".wav", ["audio/wave"] = ".wav", ["audio/vnd.wave"] = ".wav",
        ["audio/mpeg"] = ".mp3", ["audio/mp3"] = ".mp3", ["audio/mp4"] = ".m4a", ["audio/x-m4a"] = ".m4a", ["audio/m4a"] = ".m4a",
        ["audio/aac"] = ".aac", ["audio/ogg"] = ".ogg", ["audio/opus"] = ".opus", ["audio/aiff"] = ".aiff", ["audio/x-aiff"] = ".aiff",
        ["audio/amr-wb"] = ".awb", ["audio/3gpp"] = ".3gp", ["audio/basic"] = ".au", ["audio/midi"] = ".mid", ["audio/webm"] = ".webm",
        ["video/mpeg"] = ".mpg", ["video/mp4"] = ".mp4", ["video/quicktime"] = ".mov", ["video/x-ms-asf"] = ".wmv",
        ["video/mp2t"] = ".ts", ["video/3gpp"] = ".3gp", ["video/3gpp2"] = ".3g2", ["video/ogg"] = ".ogv", ["video/h264"] = ".mp4",
        ["text/plain"] = ".txt", ["text/vcard"] = ".vcf", ["text/x-vcard"] = ".vcf", ["text/directory"] = ".vcf", ["text/html"] = ".html",
        ["application/smil"] = ".smil", ["application/smil+xml"] = ".smil", ["application/gzip"] = ".gz", ["application/rtf"] = ".rtf",
    };

    // https://developer.mozilla.org/docs/Web/Media/Guides/Formats: what every browser of today plays.
    private static readonly HashSet<string> Played = new(StringComparer.Ordinal)
    {
        "audio/wav", "audio/x-wav", "audio/mpeg", "audio/mp3", "audio/mp4", "audio/x-m4a", "audio/aac", "audio/ogg", "audio/flac",
        "audio/webm",
        "video/mp4", "video/webm", "video/quicktime", "video/3gpp", "video/ogg",
    };

    /// <summary>The type in lower case, without parameters.</summary>
    public static string Normal(string contentType) => contentType.Split(';')[0].Trim().ToLowerInvariant() switch
    {
        "image/jpg" or "image/pjpeg" => "image/jpeg",
        "image/x-png" => "image/png",
        var type => type,
    };

    /// <summary>How the console shows it.</summary>
    public static FileLook LookOf(string contentType) => Normal(contentType) switch
    {
        "application/pdf" => FileLook.Pdf,
        var type when PictureMetadata.CanStrip(type) => FileLook.Picture,
        var type => type.Split('/')[0] switch
        {
            "image" => FileLook.OtherPicture,
            "audio" => FileLook.Sound,
            "video" => FileLook.Video,
            _ => FileLook.Other,
        },
    };

    /// <summary>Whether the console shows it as a picture: only what it can show without its metadata.</summary>
    public static bool IsShown(string contentType) => PictureMetadata.CanStrip(Normal(contentType));

    /// <summary>Whether any browser plays it.</summary>
    public static bool IsPlayed(string contentType) => Played.Contains(Normal(contentType));

    /// <summary>The extension that opens it, with its dot; null where none is known.</summary>
    public static string? ExtensionOf(string contentType)
    {
        var type = Normal(contentType);
        return Preferred.GetValueOrDefault(type)
            ?? Known.Mappings.Where(known => known.Value == type && type != ContentSniffer.Unknown)
            .Select(known => known.Key).Order(StringComparer.Ordinal).FirstOrDefault();
    }

    /// <summary>Whether a file of this extension opens as what the type says.</summary>
    public static bool Opens(string extension, string contentType)
    {
        var type = Normal(contentType);
        return ExtensionOf(type) == extension || Known.Mappings.TryGetValue(extension, out var known) && Family(known) == Family(type);
    }

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
        foreach (var (extension, type) in new[]
                 {
                     (".heic", "image/heic"), (".heif", "image/heic"), (".avif", "image/avif"), (".amr", "audio/amr"),
                     (".caf", "audio/x-caf"),
                     (".opus", "audio/ogg"), (".flac", "audio/flac"), (".m4b", "audio/mp4"), (".aiff", "audio/aiff"),
                     (".mkv", "video/x-matroska"),
                     (".mts", "video/mp2t"), (".m2ts", "video/mp2t"), (".dng", "image/tiff"), (".qcp", "audio/qcelp"),
                     (".flv", "video/x-flv"),
                     (".log", "text/plain"), (".md", "text/plain"), (".eml", "message/rfc822"),
                 })
            known.Mappings[extension] = type;
        return known;
    }
}
