using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace Hotline.Local.Line;

/// <summary>
/// What callers and texters get while the deployment can't answer: TwiML that Twilio hosts itself, of infra/fallback/. The call's document
/// leads to <see cref="Recorded"/>: without an action of its own, a recording would begin the same document again.
/// </summary>
internal static partial class FallbackDocuments
{
    /// <summary>Greets and records; <c>recorded</c> in it stands for the URL of the next.</summary>
    public static string Voice { get; } = Read("fallback/voice.xml");

    /// <summary>Thanks after the recording.</summary>
    public static string Recorded { get; } = Read("fallback/recorded.xml");

    /// <summary>Answers a text.</summary>
    public static string Text { get; } = Read("fallback/text.xml");

    /// <summary>What the canary number says (infra/canary/): not a fallback, but hosted at the same place.</summary>
    public static string Canary { get; } = Read("canary/speaks.xml");

    /// <summary>All by the names under which the simulator hosts them.</summary>
    public static IReadOnlyDictionary<string, string> Bins { get; } = new Dictionary<string, string>
    {
        ["voice"] = Voice, ["recorded"] = Recorded, ["text"] = Text, ["canary"] = Canary,
    };

    /// <summary>Whether two documents say the same, but for white space and for where the recording's action leads.</summary>
    public static bool AreSame(string one, string other) => Normal(one) is { } a && Normal(other) is { } b && XNode.DeepEquals(a, b);

    /// <summary>The recording's action, as it is written; null where there is none, or no document.</summary>
    public static string? ActionOf(string document) => Parse(document)?.Descendants("Record").FirstOrDefault()?.Attribute("action")?.Value;

    private static XElement? Normal(string document)
    {
        if (Parse(document) is not { } root)
            return null;
        root.DescendantNodes().Where(node => node is XComment or XProcessingInstruction).Remove();
        foreach (var element in root.DescendantsAndSelf())
            element.ReplaceAttributes(element.Attributes().OrderBy(attribute => attribute.Name.ToString(), StringComparer.Ordinal)
                .Select(attribute =>
                    new XAttribute(attribute.Name, element.Name == "Record" && attribute.Name == "action" ? "" : attribute.Value)));
        foreach (var text in root.DescendantNodes().OfType<XText>().ToList())
            if (Space().Replace(text.Value, " ").Trim() is { Length: > 0 } words)
                text.ReplaceWith(new XText(words));
            else
                text.Remove();
        // An element that was opened and closed with nothing in it is the same as a closed one.
        foreach (var element in root.DescendantsAndSelf().Where(element => !element.Nodes().Any()))
            element.RemoveNodes();
        return root;
    }

    private static XElement? Parse(string document)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(document.Trim()),
                new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            return XDocument.Load(reader).Root;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static string Read(string name)
    {
        using var stream = typeof(FallbackDocuments).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
