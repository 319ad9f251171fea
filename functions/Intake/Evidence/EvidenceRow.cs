using Azure.Data.Tables;
using Hotline.Contracts;
using Hotline.Intake.Drop;
using Hotline.Intake.Lines;
using Hotline.Intake.Table;
using Hotline.Platform.Messaging;
using Hotline.Platform.Storage;

namespace Hotline.Intake.Evidence;

/// <summary>A recording or media item that lies at Twilio: what is needed to fetch it, and to which tip it was given.</summary>
public sealed record EvidenceRow
{
    /// <summary>Twilio's sid of the recording or file: RE… or ME….</summary>
    public required string Sid { get; init; }

    /// <summary>The tip, decided when it was first seen.</summary>
    public required TipId Tip { get; init; }

    /// <summary><see cref="PartKind.Recording"/> or <see cref="PartKind.Attachment"/>.</summary>
    public required PartKind Kind { get; init; }

    /// <summary>The account that holds it.</summary>
    public required string Account { get; init; }

    /// <summary>The sid of the message or call that it came with.</summary>
    public string? Parent { get; init; }

    /// <summary>The reporter's choice; null where there was none.</summary>
    public string? Language { get; init; }

    /// <summary>As Twilio named it; null for a recording.</summary>
    public string? ContentType { get; init; }

    /// <summary>A recording's duration.</summary>
    public int? Seconds { get; init; }

    /// <summary>Who transcribes it.</summary>
    public TranscriptSource Transcript { get; init; } = TranscriptSource.None;

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

    /// <summary>A recording of a call.</summary>
    public static EvidenceRow Of(RecordingSid recording, CallSid call, string account) => new()
    {
        Sid = recording.Value, Tip = TipId.OfCall(call), Kind = PartKind.Recording, Account = account, Parent = call.Value,
    };

    /// <summary>A media item of a text.</summary>
    public static EvidenceRow OfMedia(string sid, TipId tip, MessageSid message, string account) => new()
    {
        Sid = sid, Tip = tip, Kind = PartKind.Attachment, Account = account, Parent = message.Value,
    };

    /// <summary>The draft of a part about it.</summary>
    public PartDraft<T> Draft<T>(PartKind kind, string source, T content) => new(Tip, kind, source, Channel, content) { Language = Language };

    /// <summary>Reads a row.</summary>
    public static EvidenceRow From(TableEntity row) => new()
    {
        Sid = row.GetString(nameof(Sid)),
        Tip = TipId.OrNone(row.GetString(nameof(Tip))),
        Kind = Enum.Parse<PartKind>(row.GetString(nameof(Kind))),
        Account = row.GetString(nameof(Account)),
        Parent = row.GetString(nameof(Parent)),
        Language = row.GetString(nameof(Language)),
        ContentType = row.GetString(nameof(ContentType)),
        Seconds = row.GetInt32(nameof(Seconds)),
        Transcript = Enum.Parse<TranscriptSource>(row.GetString(nameof(Transcript))),
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
