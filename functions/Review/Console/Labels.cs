using System.Globalization;
using Hotline.Contracts;
using Hotline.Review.Ledger;
using Hotline.Review.Tips;

namespace Hotline.Review.Console;

/// <summary>How the console says what the records hold.</summary>
public static class Labels
{
    /// <summary>The dispositions, with what each means.</summary>
    public static IReadOnlyList<(Disposition Value, string Name, string Meaning)> Dispositions { get; } =
        [.. from value in Enum.GetValues<Disposition>() let label = value.Label() select (value, label.Name, label.Meaning)];

    /// <summary>A priority's word.</summary>
    public static string Priority(int priority) => priority switch { 1 => "Urgent", 2 => "High", 3 => "Normal", _ => "Low" };

    /// <summary>A disposition's name.</summary>
    public static string Disposition(Disposition value) => value.Label().Name;

    /// <summary>Why a tip comes last, in short and in a sentence.</summary>
    public static (string Name, string Meaning) Lowered(DeprioritisedReason why) => why switch
    {
        DeprioritisedReason.Blocked => ("Blocked number", "Its number is on the block list: it comes last, unless its words are most urgent."),
        DeprioritisedReason.Many => ("Many at once",
            "Its number reported more often in ten minutes than one reporter does: it comes last, unless its words are most urgent."),
        DeprioritisedReason.Repeated => ("Same words",
            "Five others had the same words, perhaps a machine’s: it comes last, unless its words are most urgent."),
        DeprioritisedReason.Silent => ("Nothing heard", "Nothing is heard in its recording: it comes last. Listen before you close it."),
    };

    /// <summary>Where a tip stands.</summary>
    public static string Stage(TipStage stage) => stage.ToString().ToLowerInvariant();

    /// <summary>Who heard a transcript: a word of ours, or a service's name.</summary>
    public static string Transcriber(string? source) => source switch { null => "a machine", "Speech" => "the speech service", _ => source };

    /// <summary>A language's name.</summary>
    public static string Language(string tag)
    {
        try
        {
            return CultureInfo.GetCultureInfo(tag.Split('-')[0], predefinedOnly: true).EnglishName;
        }
        catch (CultureNotFoundException)
        {
            return tag;
        }
    }

    /// <summary>A way by which tips come.</summary>
    public static string Channel(Channel channel) => channel == Contracts.Channel.Web ? "Online form" : channel.ToString();

    /// <summary>A tip's id, short enough to be said: its first eight digits in two groups.</summary>
    public static string ShortId(string tip) => tip.Length >= 8 ? $"{tip[..4]} {tip[4..8]}" : tip;

    /// <summary>A number of things: "1 recording", "2 recordings".</summary>
    public static string Count(int number, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {(number == 1 ? one : many ?? one + "s")}");

    /// <summary>What kind a part is: "call summary".</summary>
    public static string Kind(PartKind kind) => kind switch
    {
        PartKind.Statement => "message",
        PartKind.CallSummary => "call summary",
        PartKind.DeliveryStatus => "delivery status",
        PartKind.Missing => "missing file or recording",
        _ => kind.ToString().ToLowerInvariant(),
    };

    /// <summary>A line's number in groups, where it is a North American one: +1 500 555 0100.</summary>
    public static string Line(string line) =>
        line is ['+', '1', _, _, _, _, _, _, _, _, _, _] ? $"{line[..2]} {line[2..5]} {line[5..8]} {line[8..]}" : line;

    /// <summary>Seconds as minutes and seconds: 4:07.</summary>
    public static string Clock(double seconds) =>
        string.Create(CultureInfo.InvariantCulture, $"{(int)seconds / 60}:{(int)seconds % 60:00}");

    /// <summary>Bytes, as people read them.</summary>
    public static string Size(long bytes) => bytes switch
    {
        < 1_000 => Count((int)bytes, "byte"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000.0:0} kB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1_000_000.0:0.0} MB"),
    };

    /// <summary>How long ago, or how far ahead, a time is.</summary>
    public static string Relative(DateTimeOffset at, DateTimeOffset now)
    {
        var span = now - at;
        var amount = Amount(span.Duration());
        if (amount is null)
            return at.ToString(at.Year == now.Year ? "d MMM" : "d MMM yyyy", CultureInfo.InvariantCulture);
        return amount.Length == 0 ? "just now" : span < TimeSpan.Zero ? $"in {amount}" : $"{amount} ago";
    }

    /// <summary>A span of time, in the largest unit that it is whole in: 30 minutes.</summary>
    public static string Span(TimeSpan span) =>
        span.Ticks % TimeSpan.TicksPerHour == 0 ? Count((int)span.TotalHours, "hour")
        : span.Ticks % TimeSpan.TicksPerMinute == 0 ? Count((int)span.TotalMinutes, "minute")
        : Count((int)span.TotalSeconds, "second");

    /// <summary>A time in full.</summary>
    public static string Absolute(DateTimeOffset at) =>
        at.UtcDateTime.ToString("ddd d MMM yyyy, HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>A day as a date field holds it.</summary>
    public static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A time as machines read it.</summary>
    public static string Machine(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    /// <summary>The initials of a name, two at most.</summary>
    public static string Initials(string name)
    {
        var words = name.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 ? "?" : words.Length == 1 ? $"{words[0][0]}" : $"{words[0][0]}{words[^1][0]}";
    }

    private static string? Amount(TimeSpan span) => span switch
    {
        { TotalSeconds: < 45 } => "",
        { TotalMinutes: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, (int)span.TotalMinutes)} min"),
        { TotalHours: < 24 } => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours} h"),
        { TotalDays: < 7 } => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalDays} d"),
        _ => null,
    };
}
