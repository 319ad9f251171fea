using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Hotline.Local.Twilio.Account;

namespace Hotline.Local.Twilio.Twiml;

/// <summary>A TwiML document that Twilio would carry out.</summary>
/// <param name="Verbs">In their order; none for an empty answer, which ends a call politely.</param>
/// <param name="Url">Where it came from: what its relative URLs are relative to.</param>
internal sealed record TwimlDocument(IReadOnlyList<XElement> Verbs, Uri Url)
{
    private const int MaxBytes = 64 * 1024;
    private const int MaxTranscribed = 120;

    /// <summary>Reads an answer as strictly as Twilio does.</summary>
    /// <exception cref="TwilioException">Twilio would refuse it, with this code.</exception>
    public static TwimlDocument Read(string body, string? contentType, bool voice, Uri url)
    {
        if (body.Length == 0)
            return new([], url);
        if (Encoding.UTF8.GetByteCount(body) > MaxBytes)
            throw new TwilioException(11750, "The document is over 64 kB.");
        return contentType?.Split(';')[0].Trim().ToLowerInvariant() switch
        {
            "text/plain" => Check(new XElement("Response", new XElement(voice ? "Say" : "Message", body)), voice, url),
            "text/xml" or "application/xml" or "text/html" => Check(Parse(body), voice, url),
            _ => throw new TwilioException(12300, "The answer has no content type that Twilio takes."),
        };
    }

    private static XElement Parse(string body)
    {
        try
        {
            var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit };
            using var reader = XmlReader.Create(new StringReader(body), settings);
            return XDocument.Load(reader).Root!;
        }
        catch (XmlException e)
        {
            throw new TwilioException(12100, string.Create(
                CultureInfo.InvariantCulture, $"The document can't be parsed at line {e.LineNumber}, position {e.LinePosition}."));
        }
    }

    private static TwimlDocument Check(XElement root, bool voice, Uri url)
    {
        if (root.Name != "Response")
            throw new TwilioException(12102, "The root is not <Response>.");
        CheckVerb(root, voice ? TwimlRules.Voice : TwimlRules.Messaging);
        return new([.. root.Elements()], url);
    }

    // What was wrong is said by its name, never by its value: values can be numbers and words.
    private static void CheckVerb(XElement verb, VerbRule rule)
    {
        foreach (var attribute in verb.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration))
        {
            if (!rule.Attributes.TryGetValue(attribute.Name.ToString(), out var allowed))
                throw new TwilioException(TwimlRules.Schema, $"<{verb.Name}> takes no attribute {attribute.Name}.");
            if (!allowed.Allows(attribute.Value))
                throw new TwilioException(allowed.Code, $"<{verb.Name}> does not take what its {attribute.Name} says.");
        }

        foreach (var nested in verb.Elements())
            CheckVerb(nested, rule.Nested.TryGetValue(nested.Name.ToString(), out var its) ? its : throw new TwilioException(
                rule.NestedCode, $"<{verb.Name}> takes no <{nested.Name}>."));
        CheckText(verb, rule);
        CheckWhole(verb);
    }

    private static void CheckText(XElement verb, VerbRule rule)
    {
        var text = OwnText(verb);
        if (rule.Text is null && text.Length > 0)
            throw new TwilioException(TwimlRules.Schema, $"<{verb.Name}> takes no text.");
        if (rule.Text is { } allowed && !allowed.Allows(text))
            throw new TwilioException(allowed.Code, $"<{verb.Name}> does not take its text.");
    }

    private static void CheckWhole(XElement verb)
    {
        switch (verb.Name.ToString())
        {
            case "Say" when string.IsNullOrWhiteSpace(verb.Value):
                throw new TwilioException(13520, "<Say> has no text.");
            case "Say" when verb.Value.Length > (verb.Text("voice")?.StartsWith("Polly.", StringComparison.Ordinal) == true ? 3000 : 4096):
                throw new TwilioException(13521, "<Say> has too long a text.");
            case "Play" when OwnText(verb).Length == 0 && verb.Text("digits") is null:
                throw new TwilioException(11100, "<Play> has no URL.");
            case "Dial" when OwnText(verb).Length == 0 && !verb.HasElements:
                throw new TwilioException(13223, "<Dial> has no number.");
            case "Record" when verb.Text("transcribe") == "true" && verb.Number("maxLength", MaxTranscribed) > MaxTranscribed:
                throw new TwilioException(13615, "<Record> transcribes 120 seconds at the most.");
            case "Message" when verb.Value.Trim().Length == 0:
                throw new TwilioException(14103, "<Message> has neither words nor media.");
            case "Message" when verb.Words().Length > 1600:
                throw new TwilioException(14103, "<Message> has 1,600 characters at the most.");
        }
    }

    private static string OwnText(XElement verb) => string.Concat(verb.Nodes().OfType<XText>().Select(text => text.Value)).Trim();
}
