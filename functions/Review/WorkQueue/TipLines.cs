using Hotline.Review.SignIn;
using Hotline.Review.Tips;
using Hotline.Review.Triage;

namespace Hotline.Review.WorkQueue;

/// <summary>Makes the lines of the queue.</summary>
public static class TipLines
{
    /// <summary>A tip as a line of the list, as this reviewer sees it.</summary>
    public static TipLine Of(TipState tip, Reviewer reviewer, DateTimeOffset now)
    {
        var isHeld = tip.Holder is not null && tip.HeldUntil > now;
        return new TipLine
        {
            Id = tip.Id.Value, Stage = tip.Stage, Priority = tip.Priority, Opened = tip.Opened, Latest = tip.Latest,
            Line = tip.Line ?? "", Channels = [.. tip.Channels], Language = tip.Language,
            Holder = isHeld ? tip.HolderName : null, HeldByMe = isHeld && tip.Holder == reviewer.Id,
            Escalated = tip.IsEscalated, Answered = tip.IsAnswered, Tags = [.. tip.Tags],
            Reasons = [.. tip.Reasons.Select(reason => ReasonNames.Of(reason.Rule)).Distinct()],
            Recordings = tip.Recordings, Statements = tip.Statements, Attachments = tip.Attachments, Disposition = tip.Disposition,
            Lowered = [.. tip.Lowered], Unread = [.. tip.Unread ?? []], HasWords = tip.HasWords,
        };
    }
}
