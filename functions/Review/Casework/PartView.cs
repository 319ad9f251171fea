using Hotline.Contracts;

namespace Hotline.Review.Casework;

/// <summary>A part of a tip, opened.</summary>
public sealed record PartView
{
    /// <summary>The part's id.</summary>
    public required string Id { get; init; }

    /// <summary>What it is.</summary>
    public required PartKind Kind { get; init; }

    /// <summary>When it came.</summary>
    public required DateTimeOffset Received { get; init; }

    /// <summary>The way by which it came.</summary>
    public required Channel Channel { get; init; }

    /// <summary>BCP 47; null where nobody knows.</summary>
    public string? Language { get; init; }

    /// <summary>Its words; null where it has none.</summary>
    public string? Text { get; init; }

    /// <summary>Why it can't be opened; null when it can.</summary>
    public string? Damaged { get; init; }

    /// <summary>The tip that it is of, where that is an answer to the tip shown; null where it is of that tip itself.</summary>
    public string? Answer { get; init; }

    /// <summary>Whether Twilio's own fallback took it, while the line could not answer.</summary>
    public bool OverFallback { get; init; }

    /// <summary>Whether digits in it are hidden that may be a receipt's.</summary>
    public bool HidesCodes { get; init; }

    /// <summary>Whether digits are shown that are hidden without being asked for: a refresh leaves them until the next act.</summary>
    public bool ShowsCodes { get; init; }

    /// <summary>A transcript's words in step with the sound; empty where nobody gave times.</summary>
    public IReadOnlyList<SentenceView> Sentences { get; init; } = [];

    /// <summary>Why a transcript has no words.</summary>
    public string? Failure { get; init; }

    /// <summary>The part id of the recording that a transcript belongs to.</summary>
    public string? Recording { get; init; }

    /// <summary>Who heard the transcript.</summary>
    public string? TranscriptSource { get; init; }

    /// <summary>The transcript as a reviewer heard it.</summary>
    public string? Correction { get; init; }

    /// <summary>Who corrected it.</summary>
    public string? CorrectedBy { get; init; }

    /// <summary>The media type of a recording or an attachment.</summary>
    public string? MediaType { get; init; }

    /// <summary>Its bytes.</summary>
    public long? Length { get; init; }

    /// <summary>How long a recording or a call is.</summary>
    public int? Seconds { get; init; }

    /// <summary>Whether a recording or file is shorter than Twilio said.</summary>
    public bool IsShort { get; init; }

    /// <summary>What the reporter's file was called; null where it had no name.</summary>
    public string? FileName { get; init; }

    /// <summary>Whether the file goes on behind the text that is shown of it.</summary>
    public bool IsCut { get; init; }

    /// <summary>Whether the file can run as a program where it is opened.</summary>
    public bool CanRun { get; init; }

    /// <summary>What the form was answered beside its text; empty where it was not, and for everything else.</summary>
    public IReadOnlyList<AnswerView> Answers { get; init; } = [];

    /// <summary>Whether files came with it.</summary>
    public bool HasFiles { get; init; }

    /// <summary>How many of a text's files came, and why others did not; null where all came, or there were none.</summary>
    public string? FilesMissing { get; init; }

    /// <summary>What its media type says of it.</summary>
    public FileKind File => FileKind.Of(MediaType ?? "");

    /// <summary>Whether the page shows it as a single line of text.</summary>
    public bool IsFact => Kind is PartKind.CallSummary or PartKind.Consent or PartKind.Missing;

    /// <summary>What it is, as people say it.</summary>
    public string Title => Kind switch
    {
        PartKind.Recording => Answer is null ? "Recording" : "Spoken answer",
        PartKind.Transcript => "Transcript; its recording has not come yet",
        PartKind.Attachment when !string.IsNullOrWhiteSpace(Text) => "Text file",
        PartKind.Attachment => File.Showing switch
        {
            Showing.Picture or Showing.HiddenPicture => "Picture",
            Showing.Video or Showing.RareVideo => "Video",
            Showing.Sound or Showing.RareSound => "Sound",
            Showing.Pdf => "PDF",
            Showing.Text or Showing.File => "File",
        },
        _ => Answer is not null ? "Answer" : Channel == Channel.Web ? "Report" : "Message",
    };
}

/// <summary>A sentence of a transcript.</summary>
/// <param name="Start">Seconds from the recording's start.</param>
/// <param name="End">Seconds from the recording's start.</param>
/// <param name="Text">Its words.</param>
public sealed record SentenceView(double Start, double End, string Text);

/// <summary>What the form was answered to one of its questions.</summary>
/// <param name="Asked">The question, as people read it.</param>
/// <param name="Said">The answer; a link is text like the rest.</param>
public sealed record AnswerView(string Asked, string Said);
