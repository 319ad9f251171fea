using System.Security.Cryptography;
using System.Text;

namespace Hotline.Contracts;

/// <summary>
/// Names a tip: 32 hex digits derived from what first reported it, so that every webhook of a call, in whatever order it comes, names
/// the same tip without reading anything.
/// </summary>
/// <param name="Value">The id's text; safe in row keys, blob names and URLs.</param>
public readonly record struct TipId(string Value)
{
    /// <summary>A call is its own tip.</summary>
    public static TipId OfCall(CallSid call) => Derive("call", call.Value);

    /// <summary>The tip that a text opens, when it belongs to none that is open already.</summary>
    public static TipId OfMessage(MessageSid message) => Derive("message", message.Value);

    /// <summary>
    /// What is sent under one submission id of the form is one tip. Versions before 2 derived it otherwise and stored the id, which was a
    /// key: an id of theirs names a tip that nobody has.
    /// </summary>
    public static TipId OfSubmission(string submission) => Derive("form", submission);

    /// <summary>Reads an id that came from outside; null when it is none.</summary>
    public static TipId? Parse(string? text) => text is { Length: 32 } && text.All(char.IsAsciiHexDigitLower) ? new TipId(text) : null;

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static TipId Derive(string source, string sid) =>
        new(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{source}:{sid}")).AsSpan(..16)));
}
