namespace Hotline.Contracts;

/// <summary>How the console shows a file. It decides nothing else: everything is kept, and is a download as well.</summary>
public enum Showing
{
    /// <summary>Not at all.</summary>
    File,

    /// <summary>As its characters; markup is never rendered.</summary>
    Text,

    /// <summary>Not at all: it can run scripts and call home.</summary>
    Pdf,

    /// <summary>As a picture, without its metadata.</summary>
    Picture,

    /// <summary>Not at all: its metadata can't be taken out.</summary>
    HiddenPicture,

    /// <summary>In a player.</summary>
    Sound,

    /// <summary>In a player that few browsers have.</summary>
    RareSound,

    /// <summary>In a player.</summary>
    Video,

    /// <summary>In a player that few browsers have.</summary>
    RareVideo,
}

/// <summary>
/// What a media type means here: its extension, how it is shown, whether it can run. One entry a type; a type without an entry goes by what
/// stands before its slash.
/// </summary>
public sealed record FileKind
{
    private static readonly Dictionary<string, FileKind> Known = new(StringComparer.Ordinal);

    private static readonly Dictionary<string, string> Misnamed = new(StringComparer.Ordinal)
    {
        ["image/jpg"] = "image/jpeg", ["image/pjpeg"] = "image/jpeg", ["image/x-png"] = "image/png",
    };

    // What bytes are told as (ContentSniffer). What every browser plays: https://developer.mozilla.org/docs/Web/Media/Guides/Formats
    internal static readonly FileKind Unknown = Add("application/octet-stream", Showing.File);
    internal static readonly FileKind PlainText = Add("text/plain", Showing.Text, ".txt", ".log", ".md");
    internal static readonly FileKind Contact = Add("text/vcard", Showing.Text, ".vcf");
    internal static readonly FileKind Pdf = Add("application/pdf", Showing.Pdf, ".pdf");
    internal static readonly FileKind Jpeg = Add("image/jpeg", Showing.Picture, ".jpg");
    internal static readonly FileKind Png = Add("image/png", Showing.Picture, ".png");
    internal static readonly FileKind WebP = Add("image/webp", Showing.Picture, ".webp");
    internal static readonly FileKind Gif = Add("image/gif", Showing.Picture, ".gif");
    internal static readonly FileKind Tiff = Add("image/tiff", Showing.HiddenPicture, ".tif", ".dng");
    internal static readonly FileKind Bitmap = Add("image/bmp", Showing.HiddenPicture, ".bmp");
    internal static readonly FileKind Avif = Add("image/avif", Showing.HiddenPicture, ".avif");
    internal static readonly FileKind Heic = Add("image/heic", Showing.HiddenPicture, ".heic");
    internal static readonly FileKind Wav = Add("audio/wav", Showing.Sound, ".wav");
    internal static readonly FileKind Mp3 = Add("audio/mpeg", Showing.Sound, ".mp3");
    internal static readonly FileKind Mp4Sound = Add("audio/mp4", Showing.Sound, ".m4a", ".m4b");
    internal static readonly FileKind Aac = Add("audio/aac", Showing.Sound, ".aac");
    internal static readonly FileKind Ogg = Add("audio/ogg", Showing.Sound, ".ogg", ".opus");
    internal static readonly FileKind Flac = Add("audio/flac", Showing.Sound, ".flac");
    internal static readonly FileKind Amr = Add("audio/amr", Showing.RareSound, ".amr");
    internal static readonly FileKind Qcelp = Add("audio/qcelp", Showing.RareSound, ".qcp");
    internal static readonly FileKind CoreAudio = Add("audio/x-caf", Showing.RareSound, ".caf");
    internal static readonly FileKind SunAudio = Add("audio/basic", Showing.RareSound, ".au");
    internal static readonly FileKind Aiff = Add("audio/aiff", Showing.RareSound, ".aiff");
    internal static readonly FileKind Mp4 = Add("video/mp4", Showing.Video, ".mp4");
    internal static readonly FileKind WebM = Add("video/webm", Showing.Video, ".webm");
    internal static readonly FileKind QuickTime = Add("video/quicktime", Showing.Video, ".mov");
    internal static readonly FileKind Mobile = Add("video/3gpp", Showing.Video, ".3gp");
    internal static readonly FileKind Avi = Add("video/x-msvideo", Showing.RareVideo, ".avi");
    internal static readonly FileKind Matroska = Add("video/x-matroska", Showing.RareVideo, ".mkv");
    internal static readonly FileKind Mpeg = Add("video/mpeg", Showing.RareVideo, ".mpg");
    internal static readonly FileKind Transport = Add("video/mp2t", Showing.RareVideo, ".ts", ".mts", ".m2ts");
    internal static readonly FileKind WindowsMedia = Add("video/x-ms-asf", Showing.RareVideo, ".wmv");
    internal static readonly FileKind Flash = Add("video/x-flv", Showing.RareVideo, ".flv");
    internal static readonly FileKind WindowsProgram = AddProgram("application/vnd.microsoft.portable-executable", Showing.File);
    internal static readonly FileKind LinuxProgram = AddProgram("application/x-elf", Showing.File);
    internal static readonly FileKind MacProgram = AddProgram("application/x-mach-binary", Showing.File);
    internal static readonly FileKind Shortcut = AddProgram("application/x-ms-shortcut", Showing.File);

    // What phones, carriers, mail programs and browsers name besides.
    internal static readonly IReadOnlyList<FileKind> Others =
    [
        Add("text/x-vcard", Showing.Text, ".vcf"),
        Add("text/directory", Showing.Text, ".vcf"),
        Add("application/smil", Showing.Text, ".smil"),
        Add("application/smil+xml", Showing.Text, ".smil"),
        Add("application/zip", Showing.File, ".zip"),
        Add("application/gzip", Showing.File, ".gz"),
        Add("application/rtf", Showing.File, ".rtf"),
        Add("message/rfc822", Showing.File, ".eml"),
        Add("image/heif", Showing.HiddenPicture, ".heic", ".heif"),
        Add("audio/x-wav", Showing.Sound, ".wav"),
        Add("audio/wave", Showing.RareSound, ".wav"),
        Add("audio/vnd.wave", Showing.RareSound, ".wav"),
        Add("audio/mp3", Showing.Sound, ".mp3"),
        Add("audio/x-m4a", Showing.Sound, ".m4a"),
        Add("audio/m4a", Showing.RareSound, ".m4a"),
        Add("audio/opus", Showing.RareSound, ".opus"),
        Add("audio/x-aiff", Showing.RareSound, ".aiff"),
        Add("audio/amr-wb", Showing.RareSound, ".awb"),
        Add("audio/3gpp", Showing.RareSound, ".3gp"),
        Add("audio/midi", Showing.RareSound, ".mid"),
        Add("audio/webm", Showing.Sound, ".webm"),
        Add("video/3gpp2", Showing.RareVideo, ".3g2"),
        Add("video/ogg", Showing.Video, ".ogv"),
        Add("video/h264", Showing.RareVideo, ".mp4"),
        AddProgram("text/html", Showing.Text, ".html"),
        AddProgram("text/javascript", Showing.Text),
        AddProgram("text/vbscript", Showing.Text),
        AddProgram("text/x-shellscript", Showing.Text),
        AddProgram("image/svg+xml", Showing.HiddenPicture, ".svg"),
        .. new[]
        {
            "application/x-msdownload", "application/x-msdos-program", "application/x-dosexec", "application/x-executable",
            "application/x-sharedlib", "application/x-sh", "application/x-shellscript", "application/x-bat", "application/hta",
            "application/x-msi", "application/java-archive", "application/vnd.android.package-archive", "application/javascript",
            "application/xhtml+xml", "application/x-apple-diskimage", "application/x-shockwave-flash",
        }.Select(type => AddProgram(type, Showing.File)),
    ];

    private FileKind(string type, Showing showing, bool canRun, IReadOnlyList<string> extensions) =>
        (Type, Showing, CanRun, Extensions) = (type, showing, canRun, extensions);

    /// <summary>All that have an entry.</summary>
    public static IReadOnlyCollection<FileKind> All => Known.Values;

    /// <summary>The media type, in lower case and without parameters.</summary>
    public string Type { get; }

    /// <summary>How it is shown.</summary>
    public Showing Showing { get; }

    /// <summary>Whether it can run on the machine that opens it.</summary>
    public bool CanRun { get; }

    /// <summary>The extensions that open it, each with its dot, the one that people know first; empty where none is known here.</summary>
    public IReadOnlyList<string> Extensions { get; }

    /// <summary>The kind that a media type names, whatever parameters it has.</summary>
    public static FileKind Of(string contentType)
    {
        var type = contentType.Split(';')[0].Trim().ToLowerInvariant();
        type = Misnamed.GetValueOrDefault(type, type);
        return Known.GetValueOrDefault(type) ?? new FileKind(type, ShowingOf(type), false, []);
    }

    private static Showing ShowingOf(string type) => type.Split('/')[0] switch
    {
        "text" => Showing.Text,
        "image" => Showing.HiddenPicture,
        "audio" => Showing.RareSound,
        "video" => Showing.RareVideo,
        _ => Showing.File,
    };

    private static FileKind Add(string type, Showing showing, params string[] extensions) =>
        Known[type] = new FileKind(type, showing, false, extensions);

    private static FileKind AddProgram(string type, Showing showing, params string[] extensions) =>
        Known[type] = new FileKind(type, showing, true, extensions);
}
