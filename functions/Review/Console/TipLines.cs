using Hotline.Review.SignIn;
using Hotline.Review.Tips;
using Hotline.Review.Triage;

namespace Hotline.Review.Console;

/// <summary>Makes the lines of the queue.</summary>
public static class TipLines
{
    /// <summary>A tip as a line, for whoever looks.</summary>
    public static TipLine Of(TipState tip, Reviewer reviewer, DateTimeOffset now)
    {
        var isHeld = tip.Holder is not null && tip.HeldUntil > now;
        return new TipLine(
            tip.Id.Value, tip.Stage.ToString().ToLowerInvariant(), tip.Priority, tip.Opened, tip.Latest, tip.Line ?? "",
            [.. tip.Channels.Select(channel => channel.ToString())], tip.Language, isHeld ? tip.HolderName : null,
            isHeld && tip.Holder == reviewer.Id,
            tip.IsEscalated, tip.IsAnswered, [.. tip.Tags], [.. tip.Reasons.Select(reason => ReasonNames.Of(reason.Rule)).Distinct()],
            tip.Recordings, tip.Statements, tip.Attachments, tip.Disposition?.ToString())
        {
            Lowered = [.. tip.Lowered.Select(why => why.ToString())], Unread = [.. tip.Unread ?? []], HasWords = tip.HasWords,
        };
    }
}
