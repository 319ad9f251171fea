using System.Text.Json.Serialization;

namespace Hotline.Contracts;

/// <summary>A <see cref="PartKind.Statement"/>: what was texted or typed.</summary>
/// <param name="Text">The words as they came.</param>
/// <param name="From">The sender's number as Twilio gave it; from the form, how its writer can be reached, or nothing.</param>
/// <param name="Line">The line that was texted; empty from the form.</param>
/// <param name="Source">The message's sid, or the tip of the form.</param>
/// <param name="MediaCount">How many media items came with it; each is a part of its own.</param>
/// <param name="Shard">Its row's partition in the intake table, for <see cref="PartAccepted"/>; null: nothing lies at Twilio.</param>
/// <param name="Answers">What else the form asks; null for a text.</param>
/// <param name="IsOverLimit">Whether its number reported more often than the line's limit for one number.</param>
/// <param name="HidesCodes">Whether digits in it may be a receipt's that could not be tried: Review hides them until somebody asks.</param>
public sealed record StatementContent(
    string Text, string From, string Line, string Source, int MediaCount, string? Shard, FormAnswers? Answers = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsOverLimit = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool HidesCodes = false);

/// <summary>
/// A <see cref="PartKind.Recording"/> or <see cref="PartKind.Attachment"/>: where the sealed bytes lie and what they must be.
/// </summary>
/// <param name="Source">The recording's, media item's or message's sid.</param>
/// <param name="Blob">The blob's name in the evidence container.</param>
/// <param name="Version">The blob's version, where the account keeps versions.</param>
/// <param name="Length">Bytes when opened. A blob cut at its regions opens shorter without an error: compare.</param>
/// <param name="Sha256">Lower-case hex of the opened bytes' SHA-256.</param>
/// <param name="ContentType">As Twilio named it; from the form, as its bytes say.</param>
/// <param name="Seconds">How long a recording is, before trimming; null for other things.</param>
/// <param name="Shard">Its row's partition in the intake table, for <see cref="PartAccepted"/>; null: nothing lies at Twilio.</param>
/// <param name="Name">What the reporter's file was called, for people to read and for nothing else; null where it had no name.</param>
public sealed record EvidenceContent(
    string Source, string Blob, string? Version, long Length, string Sha256, string ContentType, int? Seconds,
    string? Shard, string? Name = null)
{
    /// <summary>The message or call that it came with, by its sid; null where it came with neither, or from an older version.</summary>
    public string? Parent { get; init; }

    /// <summary>Whether it is shorter than Twilio said: Twilio keeps its copy.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsShort { get; init; }
}

/// <summary>A <see cref="PartKind.Missing"/>: what was announced and never came.</summary>
/// <param name="Source">The sid of the recording, media item or message.</param>
/// <param name="Of"><see cref="PartKind.Recording"/> or <see cref="PartKind.Attachment"/>.</param>
/// <param name="Parent">The message or call that it was to come with, by its sid.</param>
/// <param name="Count">How many are missing.</param>
/// <param name="Reason">Why.</param>
public sealed record MissingContent(string Source, PartKind Of, string? Parent, int Count, MissingReason Reason);

/// <summary>Why something that Twilio announced never came.</summary>
public enum MissingReason
{
    /// <summary>Twilio has it no more.</summary>
    Gone,

    /// <summary>Twilio did not hand it over in all the time that it was asked for.</summary>
    Unreachable,

    /// <summary>Twilio counted it, and neither named nor listed it.</summary>
    Unlisted,

    /// <summary>Twilio could not record it.</summary>
    Failed,
}

/// <summary>A <see cref="PartKind.Transcript"/>.</summary>
/// <param name="Recording">The recording's sid.</param>
/// <param name="Source">Who heard it: <c>Speech</c> or <c>Twilio</c>.</param>
/// <param name="Text">The words; null when there are none.</param>
/// <param name="Failure">Why there are no words; null when there are.</param>
/// <param name="Phrases">The words in step with the sound; empty where the source gives no times.</param>
public sealed record TranscriptContent(
    string Recording, string Source, string? Text, string? Failure, IReadOnlyList<Phrase> Phrases);

/// <summary>A phrase of a transcript.</summary>
/// <param name="Offset">Milliseconds from the recording's start.</param>
/// <param name="Duration">Milliseconds.</param>
/// <param name="Text">The words.</param>
/// <param name="Locale">BCP 47, such as <c>en-US</c>.</param>
/// <param name="Confidence">0 to 1.</param>
public sealed record Phrase(long Offset, long Duration, string Text, string? Locale, double? Confidence);

/// <summary>A <see cref="PartKind.CallSummary"/>, made from a call's last status callback alone.</summary>
/// <param name="From">The caller's number as Twilio gave it; may be a word such as <c>anonymous</c>.</param>
/// <param name="Line">The line that was called.</param>
/// <param name="Status">Twilio's last status: completed, busy, no-answer, failed or canceled.</param>
/// <param name="Seconds">The call's duration.</param>
/// <param name="Ended">When it ended.</param>
/// <param name="Source">The call's sid.</param>
/// <param name="Shard">
/// Its row's partition in the intake table, for <see cref="PartAccepted"/>; null: its entry in Twilio's log stays.
/// </param>
/// <param name="IsOverLimit">Whether its number reported more often than the line's limit for one number.</param>
public sealed record CallSummaryContent(
    string From, string Line, string Status, int? Seconds, DateTimeOffset Ended, string Source, string? Shard,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsOverLimit = false);

/// <summary>A <see cref="PartKind.Receipt"/>: to whom questions about the tip can be sealed.</summary>
/// <param name="Lookup">Under which value the receipt's row lies in intake.</param>
/// <param name="PublicKey">The P-256 public key, SubjectPublicKeyInfo in base64.</param>
public sealed record ReceiptContent(string Lookup, string PublicKey);

/// <summary>A <see cref="PartKind.Consent"/>.</summary>
/// <param name="Word">What the carrier does about it: STOP, START or HELP.</param>
/// <param name="From">The sender's number.</param>
/// <param name="Line">The line that was texted.</param>
/// <param name="Source">The message's sid.</param>
/// <param name="Shard">Its row's partition in the intake table, for <see cref="PartAccepted"/>; null: nothing lies at Twilio.</param>
/// <param name="Text">The word as it was sent; null where a statement has it, or from Intake's older versions.</param>
public sealed record ConsentContent(string Word, string From, string Line, string Source, string? Shard, string? Text = null);

/// <summary>A <see cref="PartKind.Link"/>: an earlier tip that this one answers.</summary>
/// <param name="Earlier">The earlier tip.</param>
public sealed record LinkContent(string Earlier);

/// <summary>A <see cref="PartKind.DeliveryStatus"/>: how far a text that Review sent got.</summary>
/// <param name="Sid">The text's sid.</param>
/// <param name="Status">Twilio's word: queued, sent, delivered, undelivered, failed and so on.</param>
/// <param name="Error">Twilio's error when it failed (https://www.twilio.com/docs/api/errors); null else.</param>
/// <param name="Question">The part whose question the text brought.</param>
/// <param name="At">When Twilio told.</param>
public sealed record DeliveryContent(string Sid, string Status, int? Error, string Question, DateTimeOffset At);

/// <summary>
/// A <see cref="PartKind.Note"/>, <see cref="PartKind.Correction"/> or <see cref="PartKind.Question"/>: what a reviewer wrote.
/// </summary>
/// <param name="Text">The words.</param>
/// <param name="Of">The part that a correction corrects; null for the others.</param>
public sealed record WrittenContent(string Text, string? Of);

/// <summary>The JSON of the contents: camel case, nulls left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(MissingContent))]
[JsonSerializable(typeof(StatementContent))]
[JsonSerializable(typeof(EvidenceContent))]
[JsonSerializable(typeof(TranscriptContent))]
[JsonSerializable(typeof(CallSummaryContent))]
[JsonSerializable(typeof(ReceiptContent))]
[JsonSerializable(typeof(ConsentContent))]
[JsonSerializable(typeof(LinkContent))]
[JsonSerializable(typeof(DeliveryContent))]
[JsonSerializable(typeof(WrittenContent))]
public sealed partial class PartContents : JsonSerializerContext;
