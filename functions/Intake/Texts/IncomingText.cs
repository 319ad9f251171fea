using System.Globalization;
using System.Text.RegularExpressions;
using Hotline.Contracts;
using Hotline.Platform.Twilio;
using Twilio.Rest.Api.V2010.Account;
using Twilio.Rest.Api.V2010.Account.Message;

namespace Hotline.Intake.Texts;

/// <summary>A picture, film, sound or file that came with a text.</summary>
/// <param name="Sid">Its sid.</param>
/// <param name="ContentType">As Twilio names it.</param>
public sealed record NamedMedia(string Sid, string? ContentType);

/// <summary>A text as it came, by webhook or from Twilio's log.</summary>
/// <param name="Sid">The message.</param>
public sealed partial record IncomingText(MessageSid Sid)
{
    // Twilio takes ten; a transaction, a hundred rows. What is beyond them is listed.
    private const int MaxNamed = 40;

    /// <summary>The account that has it; where it names media, it is one for sure.</summary>
    public string? Account { get; private init; }

    /// <summary>The sender's number; empty where Twilio has none.</summary>
    public string From { get; private init; } = "";

    /// <summary>The line that was texted.</summary>
    public string? Line { get; private init; }

    /// <summary>The words; null where there are none.</summary>
    public string? Body { get; private init; }

    /// <summary>STOP, START or HELP where the line has words of its own for them (Advanced Opt-Out).</summary>
    public string? OptOut { get; private init; }

    /// <summary>How many segments it was sent in.</summary>
    public int? Segments { get; private init; }

    /// <summary>The country of the sender's number.</summary>
    public string? Country { get; private init; }

    /// <summary>Whether Twilio counts media with it.</summary>
    public bool HasMedia { get; private init; }

    /// <summary>What Twilio counts, or names although it counts less.</summary>
    public int MediaCount { get; private init; }

    /// <summary>The files that the webhook named; Twilio may name fewer than there are.</summary>
    public IReadOnlyList<NamedMedia> Media { get; private init; } = [];

    /// <summary>Reads a webhook's form (https://www.twilio.com/docs/messaging/guides/webhook-request).</summary>
    /// <exception cref="TwilioFormException">It names no message, or no account that has its media.</exception>
    public static IncomingText Of(TwilioForm form)
    {
        var counted = form.Number("NumMedia") ?? 0;
        var urls = form.Pairs.Where(pair => MediaUrl().IsMatch(pair.Key)).ToList();
        var media = Named(
            from url in urls
            where MediaSid().IsMatch(url.Value)
            select new NamedMedia(MediaSid().Match(url.Value).Value, form[$"MediaContentType{url.Key["MediaUrl".Length..]}"]));
        return new IncomingText(form.Message())
        {
            Account = media.Count > 0 ? form.Sid("AccountSid") : form["AccountSid"],
            From = form["From"] ?? "",
            Line = form["To"],
            Body = form["Body"],
            OptOut = form["OptOutType"] is "STOP" or "START" or "HELP" ? form["OptOutType"] : null,
            Segments = form.Number("NumSegments"),
            Country = form["FromCountry"],
            HasMedia = counted > 0,
            MediaCount = Math.Max(counted, urls.Count),
            Media = media,
        };
    }

    /// <summary>Reads Twilio's log.</summary>
    /// <param name="sid">The message.</param>
    /// <param name="message">Twilio's entry.</param>
    /// <param name="account">The account that has it.</param>
    /// <param name="media">What Twilio lists with it.</param>
    public static IncomingText Of(MessageSid sid, MessageResource message, string account, IReadOnlyList<MediaResource> media)
    {
        var counted = Whole(message.NumMedia) ?? 0;
        return new IncomingText(sid)
        {
            Account = account,
            From = message.From?.ToString() ?? "",
            Line = NotEmpty(message.To),
            Body = NotEmpty(message.Body),
            Segments = Whole(message.NumSegments),
            HasMedia = counted > 0,
            MediaCount = Math.Max(counted, media.Count),
            Media = Named(media.Select(item => new NamedMedia(item.Sid, NotEmpty(item.ContentType)))),
        };
    }

    /// <summary>Says nothing of the words, so that no log can hold them.</summary>
    public override string ToString() => "an incoming text";

    private static List<NamedMedia> Named(IEnumerable<NamedMedia> media) => [.. media.DistinctBy(item => item.Sid).Take(MaxNamed)];

    private static string? NotEmpty(string? text) => text is { Length: > 0 } ? text : null;

    private static int? Whole(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex("^MediaUrl[0-9]+$")]
    private static partial Regex MediaUrl();

    // …/Messages/{MessageSid}/Media/{MediaSid}, whatever comes behind it: https://www.twilio.com/docs/messaging/api/media-resource
    [GeneratedRegex("(?<=/Media/)[A-Z]{2}[0-9a-fA-F]{32}(?![0-9A-Za-z])")]
    private static partial Regex MediaSid();
}
