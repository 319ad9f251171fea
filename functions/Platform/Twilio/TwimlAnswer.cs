using System.Text;
using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Twilio.TwiML;

namespace Hotline.Platform.Twilio;

/// <summary>Answers a webhook with TwiML.</summary>
public static class TwimlAnswer
{
    /// <summary>The document, compact, as <c>text/xml</c>.</summary>
    public static IResult Of(TwiML document) =>
        Results.Text(document.ToString(SaveOptions.DisableFormatting), "text/xml", Encoding.UTF8);

    /// <summary>Words of people's own without the characters that no XML document can hold.</summary>
    public static string Speakable(string words) => string.Concat(words.Where(c => char.IsSurrogate(c) || XmlConvert.IsXmlChar(c)));

    /// <summary>Nothing to say or send: any other answer to a callback is a warning in the account's debugger.</summary>
    public static IResult Nothing { get; } = Of(new MessagingResponse());
}
