using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Hotline.Local.Twilio;

/// <summary>A document is one that Twilio would refuse.</summary>
internal sealed class TwimlException(int code, string reason) : Exception(reason)
{
    /// <summary>Twilio's code of the error.</summary>
    public int Code => code;
}

/// <summary>Reads an answer as strictly as Twilio does: what it would refuse is an error with its code.</summary>
internal static class TwimlDocument
{
    private const int MostBytes = 64 * 1024;

    /// <summary>The verbs of an answer, in their order; none for an empty answer, which ends politely.</summary>
    /// <exception cref="TwimlException">Twilio would refuse it.</exception>
    public static IReadOnlyList<XElement> Read(string body, string? contentType, bool voice)
    {
        if (string.IsNullOrEmpty(body))
            return [];
        if (Encoding.UTF8.GetByteCount(body) > MostBytes)
            throw new TwimlException(11750, "The document is over 64 kB.");
        switch (contentType?.Split(';')[0].Trim())
        {
            case "text/plain":
                return [voice ? new XElement("Say", body) : new XElement("Message", body)];
            case "text/xml" or "application/xml" or "text/html":
                break;
            default:
                throw new TwimlException(11200, "The answer has no content type that Twilio takes.");
        }

        var root = Parse(body);
        if (root.Name.LocalName != "Response" || root.Name.NamespaceName.Length > 0)
            throw new TwimlException(12102, "The root is not <Response>.");
        if (root.HasAttributes || root.Nodes().OfType<XText>().Any(text => !string.IsNullOrWhiteSpace(text.Value)))
            throw new TwimlException(TwimlRules.Schema, "<Response> takes no attribute and no text.");
        var rules = voice ? TwimlRules.Voice : TwimlRules.Messaging;
        foreach (var verb in root.Elements())
            Check(verb, rules, [.. rules.Keys.Where(name => name is not ("Body" or "Media"))], TwimlRules.Schema);
        return [.. root.Elements()];
    }

    private static XElement Parse(string body)
    {
        try
        {
            return XDocument.Parse(body, LoadOptions.PreserveWhitespace).Root!;
        }
        catch (XmlException e)
        {
            throw new TwimlException(12100, $"The document can't be parsed at line {e.LineNumber}.");
        }
    }

    private static void Check(XElement verb, IReadOnlyDictionary<string, VerbRule> rules, IReadOnlyList<string> allowed, int nestedError)
    {
        var name = verb.Name.LocalName;
        if (!rules.TryGetValue(name, out var rule) || !allowed.Contains(name))
            throw new TwimlException(rules.ContainsKey(name) ? nestedError : TwimlRules.Schema, $"<{name}> can't stand there.");
        foreach (var attribute in verb.Attributes())
        {
            if (!rule.Attributes.TryGetValue(attribute.Name.ToString(), out var value))
                throw new TwimlException(TwimlRules.Schema, $"<{name}> has no attribute {attribute.Name}.");
            if (!value.Allows(attribute.Value))
                throw new TwimlException(value.Code, $"<{name}> does not take that {attribute.Name}.");
        }

        foreach (var nested in verb.Elements())
            Check(nested, rules, rule.Nested, rule.NestedError);
        CheckWhole(name, verb);
    }

    private static void CheckWhole(string name, XElement verb)
    {
        if (name == "Say" && string.IsNullOrWhiteSpace(verb.Value))
            throw new TwimlException(13520, "<Say> has no text.");
        if (name == "Say" && verb.Value.Length > (((string?)verb.Attribute("voice"))?.StartsWith("Polly.", StringComparison.Ordinal) == true ? 3000 : 4096))
            throw new TwimlException(13521, "<Say> has too long a text.");
        if (name == "Redirect" && string.IsNullOrWhiteSpace(verb.Value))
            throw new TwimlException(TwimlRules.Schema, "<Redirect> has no URL.");
        if (name != "Record" || (string?)verb.Attribute("transcribe") != "true")
            return;
        var longest = int.Parse((string?)verb.Attribute("maxLength") ?? "120", CultureInfo.InvariantCulture);
        if (longest > 120)
            throw new TwimlException(13615, "<Record> transcribes 120 s at the most.");
        if (longest < 2)
            throw new TwimlException(13617, "<Record> transcribes 2 s at the least.");
    }
}
