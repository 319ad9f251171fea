using System.Globalization;
using System.Xml.Linq;

namespace Hotline.Local.Twilio.Twiml;

/// <summary>Reads a verb that was checked.</summary>
internal static class Verb
{
    /// <summary>An attribute; null when it is not there.</summary>
    public static string? Text(this XElement verb, string attribute) => (string?)verb.Attribute(attribute);

    public static int Number(this XElement verb, string attribute, int otherwise) =>
        verb.Text(attribute) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    /// <summary>An attribute that is a URL, made absolute; null when it is not there.</summary>
    public static Uri? Url(this XElement verb, string attribute, Uri from) => verb.Text(attribute) is { } url ? new Uri(from, url) : null;

    /// <summary>The events that a <c>recordingStatusCallbackEvent</c> asks for.</summary>
    public static bool AsksFor(this XElement record, string happened) =>
        (record.Text("recordingStatusCallbackEvent") ?? "completed").Split(' ').Contains(happened);

    /// <summary>
    /// What is said or written: the text with its white space as single spaces; of a <c>Message</c>, what is not its media.
    /// </summary>
    public static string Words(this XElement verb)
    {
        if (verb.Name == "Message")
            return string.Concat(
                verb.DescendantNodes().OfType<XText>().Where(text => text.Parent!.Name != "Media").Select(text => text.Value)).Trim();
        return string.Join(' ', verb.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
