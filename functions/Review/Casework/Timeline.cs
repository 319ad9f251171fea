using Hotline.Contracts;

namespace Hotline.Review.Casework;

/// <summary>What was said on a tip, in the order in which it was: the reporter's parts and our questions.</summary>
public static class Timeline
{
    /// <summary>The entries, oldest first. A transcript stands with its recording.</summary>
    public static IReadOnlyList<TimelineEntry> Of(TipModel model)
    {
        var recordings = model.Parts.Where(part => part.Kind == PartKind.Recording).Select(part => part.Id).ToHashSet();
        var parts = model.Parts
            .Where(part => part.Kind != PartKind.Transcript || part.Recording is null || !recordings.Contains(part.Recording))
            .Select(part => new TimelineEntry(part.Received, part, null));
        return [.. parts.Concat(model.Questions.Select(question => new TimelineEntry(question.At, null, question))).OrderBy(entry =>
            entry.At)];
    }

    /// <summary>The transcripts of a recording: the one to read first.</summary>
    public static IReadOnlyList<PartView> TranscriptsOf(TipModel model, PartView recording) =>
    [
        .. model.Parts.Where(part => part.Kind == PartKind.Transcript && part.Recording == recording.Id)
            .OrderByDescending(part => part.Correction is not null).ThenByDescending(part =>
                part.Sentences.Count > 0).ThenByDescending(part => part.Text is not null),
    ];

    /// <summary>
    /// A text cut where the words of signs begin and end. Where two overlap, the earlier one is marked; numbers count
    /// the tip's signs from 1.
    /// </summary>
    public static IReadOnlyList<MarkedPiece> Mark(string text, string part, IReadOnlyList<ReasonView> reasons)
    {
        var found = (from number in Enumerable.Range(1, reasons.Count)
                     let reason = reasons[number - 1]
                     where reason.PartId == part && reason.Words.Length > 0
                     from at in Places(text, reason.Words)
                     orderby at, reason.Words.Length descending
                     select (at, reason.Words.Length, number)).ToList();
        var pieces = new List<MarkedPiece>();
        var end = 0;
        foreach (var (at, length, number) in found)
        {
            if (at < end)
                continue;
            if (at > end)
                pieces.Add(new MarkedPiece(text[end..at], null));
            pieces.Add(new MarkedPiece(text.Substring(at, length), number));
            end = at + length;
        }

        if (end < text.Length)
            pieces.Add(new MarkedPiece(text[end..], null));
        return pieces;
    }

    private static IEnumerable<int> Places(string text, string words)
    {
        for (var at = text.IndexOf(words, StringComparison.OrdinalIgnoreCase); at >= 0;)
        {
            yield return at;
            at = text.IndexOf(words, at + words.Length, StringComparison.OrdinalIgnoreCase);
        }
    }
}

/// <summary>A part, or a question.</summary>
/// <param name="At">When it came, or was asked.</param>
/// <param name="Part">The part; null for a question.</param>
/// <param name="Question">The question; null for a part.</param>
public sealed record TimelineEntry(DateTimeOffset At, PartView? Part, QuestionView? Question);

/// <summary>A piece of a text.</summary>
/// <param name="Text">Its characters.</param>
/// <param name="Sign">The number of the sign that it is; null for what lies between.</param>
public sealed record MarkedPiece(string Text, int? Sign);
