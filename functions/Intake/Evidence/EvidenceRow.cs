using Azure.Data.Tables;
using Hotline.Contracts;
using Hotline.Intake.Lines;
using Hotline.Intake.Table;
using Hotline.Platform.Messaging;
using Hotline.Platform.Storage;

namespace Hotline.Intake.Evidence;

/// <summary>A recording or media item that lies at Twilio: what is needed to fetch it, and to which tip it was given.</summary>
/// <param name="Sid">Its sid.</param>
/// <param name="Tip">The tip, decided when it was first seen.</param>
/// <param name="Kind"><see cref="PartKind.Recording"/> or <see cref="PartKind.Attachment"/>.</param>
/// <param name="Account">The account that holds it.</param>
/// <param name="Parent">The sid of the message or call that it came with.</param>
/// <param name="Language">The reporter's choice; null where there was none.</param>
/// <param name="ContentType">As Twilio named it; null for a recording.</param>
/// <param name="Seconds">A recording's duration.</param>
/// <param name="Transcript">Who transcribes it.</param>
public sealed record EvidenceRow(
    string Sid, TipId Tip, PartKind Kind, string Account, string? Parent, string? Language, string? ContentType, int? Seconds,
    TranscriptSource Transcript)
{
    /// <summary>When Twilio announced it: while that is not long ago, what is missing of it may still come.</summary>
    public DateTimeOffset Announced { get; private init; }

    /// <summary>Whether what is stored here is shorter than what Twilio announced: then Twilio's copy is not deleted.</summary>
    public bool IsShort { get; private init; }

    /// <summary>Whether Twilio has said since that there is none, because nothing was heard.</summary>
    public bool IsAbsent { get; private init; }

    /// <summary>When it was stored here; null before.</summary>
    public DateTimeOffset? Imported { get; private init; }

    /// <summary>When its transcript was in, or word that there is none; null before.</summary>
    public DateTimeOffset? Transcribed { get; private init; }

    /// <summary>When it was deleted at Twilio; null before. Reconciliation does not look for it any more.</summary>
    public DateTimeOffset? Cleaned { get; private init; }

    /// <summary>Whether Twilio's own fallback took it, while the line could not answer.</summary>
    public bool OverFallback { get; init; }

    /// <summary>When Twilio was asked for its transcript, whose callback has not come; null where nobody had to.</summary>
    public DateTimeOffset? Asked { get; private init; }

    /// <summary>The way by which it came.</summary>
    public Channel Channel => Kind == PartKind.Recording ? Channel.Phone : Channel.Text;

    /// <summary>Adds the row and the order to fetch what it names.</summary>
    public Transaction AddTo(Transaction transaction, DateTimeOffset now) => transaction
        .Merge(IntakeKeys.Evidence(Sid), ToColumns(now))
        .Announce(new ImportEvidence(transaction.Partition, Sid).ToMessage(now));

    /// <summary>Reads a row.</summary>
    public static EvidenceRow From(TableEntity row) => new(
        row.GetString(nameof(Sid)), new TipId(row.GetString(nameof(Tip))), Enum.Parse<PartKind>(row.GetString(nameof(Kind))),
        row.GetString(nameof(Account)), row.GetString(nameof(Parent)), row.GetString(nameof(Language)), row.GetString(nameof(ContentType)),
        row.GetInt32(nameof(Seconds)), Enum.Parse<TranscriptSource>(row.GetString(nameof(Transcript))))
    {
        Announced = row.GetDateTimeOffset(nameof(Announced)) ?? row.Timestamp ?? default, // An older version's row does not say it.
        IsShort = row.GetBoolean(nameof(IsShort)) == true,
        IsAbsent = row.GetBoolean(nameof(IsAbsent)) == true,
        Imported = row.GetDateTimeOffset(nameof(Imported)),
        Transcribed = row.GetDateTimeOffset(nameof(Transcribed)),
        Cleaned = row.GetDateTimeOffset(nameof(Cleaned)),
        OverFallback = row.GetBoolean(nameof(OverFallback)) == true,
        Asked = row.GetDateTimeOffset(nameof(Asked)),
    };

    private TableEntity ToColumns(DateTimeOffset now) => new()
    {
        { nameof(Announced), now },
        { nameof(Sid), Sid },
        { nameof(Tip), Tip.Value },
        { nameof(Kind), Kind.ToString() },
        { nameof(Account), Account },
        { nameof(Parent), Parent },
        { nameof(Language), Language },
        { nameof(ContentType), ContentType },
        { nameof(Seconds), Seconds },
        { nameof(Transcript), Transcript.ToString() },
        { nameof(OverFallback), OverFallback ? true : null },
    };
}
