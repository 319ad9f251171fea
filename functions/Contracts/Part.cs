using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;

namespace Hotline.Contracts;

/// <summary>What a part of a tip is.</summary>
public enum PartKind
{
    /// <summary>What was texted or typed.</summary>
    Statement,

    /// <summary>What was said, as sound.</summary>
    Recording,

    /// <summary>A recording's words, or why there are none.</summary>
    Transcript,

    /// <summary>A picture, film, sound or document that came with a text or a form.</summary>
    Attachment,

    /// <summary>How a call ended, with the sealed number.</summary>
    CallSummary,

    /// <summary>A receipt that was given for the tip.</summary>
    Receipt,

    /// <summary>STOP, START or HELP, outside any tip.</summary>
    Consent,

    /// <summary>That the tip is an answer to an earlier one.</summary>
    Link,

    /// <summary>What a reviewer wrote: a note, or the reason of an act.</summary>
    Note,

    /// <summary>A transcript as a reviewer heard it; the original stays.</summary>
    Correction,

    /// <summary>What a reviewer asks the reporter.</summary>
    Question,

    /// <summary>How far a text of ours to the reporter got.</summary>
    DeliveryStatus,

    /// <summary>That a recording or file was announced and never came.</summary>
    Missing,
}

/// <summary>What follows from a part's kind.</summary>
public static class PartKinds
{
    /// <summary>Whether it is what a reporter said, wrote or sent: it makes a tip work, and wakes one that is closed.</summary>
    public static bool HasContent(this PartKind kind) => kind is PartKind.Statement or PartKind.Recording or PartKind.Attachment;

    /// <summary>The JSON of what a part of this kind holds; null where the console shows none.</summary>
    public static JsonTypeInfo? ContentType(this PartKind kind) => kind switch
    {
        PartKind.Statement => PartContents.Default.StatementContent,
        PartKind.Recording or PartKind.Attachment => PartContents.Default.EvidenceContent,
        PartKind.Transcript => PartContents.Default.TranscriptContent,
        PartKind.CallSummary => PartContents.Default.CallSummaryContent,
        PartKind.Receipt => PartContents.Default.ReceiptContent,
        PartKind.DeliveryStatus => PartContents.Default.DeliveryContent,
        PartKind.Missing => PartContents.Default.MissingContent,
        PartKind.Link => PartContents.Default.LinkContent,
        PartKind.Note or PartKind.Correction or PartKind.Question => PartContents.Default.WrittenContent,
        PartKind.Consent => null,
    };

    /// <summary>The word of a kind, in ids and envelopes.</summary>
    public static string Word(this PartKind kind) => kind.ToString().ToLowerInvariant();
}

/// <summary>The way by which a part came.</summary>
public enum Channel
{
    /// <summary>A phone call.</summary>
    Phone,

    /// <summary>An SMS or MMS.</summary>
    Text,

    /// <summary>The online form.</summary>
    Web,

    /// <summary>The reviewers' console.</summary>
    Console,
}

/// <summary>Names a part: its kind and its source's id, so that a repeated source is the same part.</summary>
/// <param name="Value">Lower-case kind, a hyphen, the source; it is the message id on the queue as well.</param>
public readonly partial record struct PartId(string Value)
{
    /// <summary>The id of the part of this kind that this source gives.</summary>
    public static PartId Of(PartKind kind, string source) => new($"{kind.Word()}-{source}");

    /// <summary>Whether an id that came from outside is of the shape that ours have: safe in row keys, blob names and URLs.</summary>
    public static bool IsOurs(string id) => Shape().IsMatch(id);

    /// <inheritdoc/>
    public override string ToString() => Value;

    [GeneratedRegex(@"\A[a-z]+-[0-9A-Za-z_-]{1,200}\z")]
    private static partial Regex Shape();
}

/// <summary>A part of a tip: what a router needs in clear, the content sealed.</summary>
/// <param name="Tip">The tip that it belongs to; null for a <see cref="PartKind.Consent"/>, which belongs to none.</param>
/// <param name="Id">Its id.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Channel">The way by which it came.</param>
/// <param name="Language">BCP 47, <c>en</c> or <c>es</c>; null where nobody knows.</param>
/// <param name="Received">When it reached us.</param>
/// <param name="Sealed">The content as a compact JWE; null when it lies in a blob.</param>
/// <param name="Blob">The blob that holds the compact JWE; null when it is <paramref name="Sealed"/>.</param>
/// <param name="OverFallback">Whether Twilio's own fallback took it, while the line could not answer.</param>
public sealed record Part(
    TipId? Tip, PartId Id, PartKind Kind, Channel Channel, string? Language, DateTimeOffset Received, string? Sealed, string? Blob = null,
    bool OverFallback = false);
