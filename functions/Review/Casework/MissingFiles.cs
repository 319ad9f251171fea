using Hotline.Contracts;
using Hotline.Review.Tips;

namespace Hotline.Review.Casework;

/// <summary>Which of the files that came with a tip's texts are not here, and why.</summary>
/// <param name="parts">The tip's parts, opened.</param>
public sealed class MissingFiles(IReadOnlyList<OpenedPart> parts)
{
    private readonly HashSet<string> arrived =
        [.. parts.Select(part => part.Content).OfType<EvidenceContent>().Select(evidence => evidence.Source)];

    /// <summary>Whether a part says that a recording never came, and it has not come since.</summary>
    public bool IsMissedRecording(OpenedPart part) =>
        part.Content is MissingContent { Of: PartKind.Recording } missed && !arrived.Contains(missed.Source);

    /// <summary>How many of a text's files arrived, and why the others did not; null where all arrived, or there were none.</summary>
    public string? Of(Part part, StatementContent text)
    {
        if (part.Channel != Channel.Text || text.MediaCount == 0)
            return null;
        var here = FilesOf(part, text);
        if (here >= text.MediaCount)
            return null;
        var reasons = parts.Select(other => other.Content).OfType<MissingContent>()
            .Where(missed => missed.Parent == text.Source && !arrived.Contains(missed.Source))
            .GroupBy(missed => missed.Reason, missed => missed.Count)
            .Select(group => Why(group.Key, group.Sum())).ToList();
        return $"{here} of {text.MediaCount} files arrived. "
            + (reasons.Count > 0 ? string.Join(' ', reasons) : "Twilio is asked for the rest for two days after the text came.");
    }

    /// <summary>Whether files came with a text or a form.</summary>
    public bool HasFiles(Part part, StatementContent text) => FilesOf(part, text) > 0;

    // Parts of older versions do not say with which text they came.
    private int FilesOf(Part part, StatementContent text) => parts.Count(other => other.Part.Kind == PartKind.Attachment
        && other.Part.Channel == part.Channel && other.FileText?.IsLayout != true
        && (other.Content is not EvidenceContent { Parent: { } parent } || parent == text.Source));

    /// <summary>Why something did not come, in a sentence.</summary>
    public static string Why(MissingReason reason, int count) => (reason, count) switch
    {
        (MissingReason.Gone, 1) => "It was deleted at Twilio before the line could fetch it.",
        (MissingReason.Gone, _) => $"{count} were deleted at Twilio before the line could fetch them.",
        (MissingReason.Failed, _) => "Twilio could not record it.",
        (MissingReason.Unreachable, 1) => "Twilio did not hand it over in time.",
        (MissingReason.Unreachable, _) => $"Twilio did not hand over {count} in time.",
        (_, 1) => "Twilio counted it, and did not say where it is.",
        _ => $"Twilio counted {count} more, and did not say where they are.",
    };
}
