using Hotline.Contracts;
using Hotline.Review.Outreach;

namespace Hotline.Review.Casework;

/// <summary>What everybody who works tips can do to one by a form, and what it takes from the form.</summary>
public sealed class TipActs(TipCasework casework, QuestionSender questions)
{
    /// <summary>The acts as a route says them.</summary>
    public const string Segments =
        "assign|claim|close|escalate|link|note|pass|priority|question|release|reopen|tags|transcript";

    /// <summary>The table.</summary>
    public IReadOnlyDictionary<TipAct, Func<PostedAct, CancellationToken, Task>> All { get; } =
        new Dictionary<TipAct, Func<PostedAct, CancellationToken, Task>>
        {
            // Who is no supervisor can't take it from its holder.
            [TipAct.Assign] = (form, stop) => casework.AssignAsync(form.Tip, form["to"], form.Actor, form.Reviewer.IsSupervisor, stop),
            [TipAct.Claim] = (form, stop) => casework.ClaimAsync(form.Tip, form.Actor, stop),
            [TipAct.Close] = (form, stop) =>
                casework.CloseAsync(form.Tip, form["disposition"], form["reason"], form.Revision, form.Actor, stop),
            [TipAct.Escalate] = (form, stop) => casework.EscalateAsync(form.Tip, form["reason"], form.Revision, form.Actor, stop),
            [TipAct.Link] = (form, stop) =>
                casework.LinkAsync(form.Tip, TipId.OrNone(OtherOf(form["tip"])), form["reason"], form.Revision, form.Actor, stop),
            [TipAct.Note] = (form, stop) => casework.NoteAsync(form.Tip, form["text"], form.Revision, form.Actor, stop),
            [TipAct.Pass] = (form, stop) => casework.AssignAsync(form.Tip, form["to"], form.Actor, form.Reviewer.IsSupervisor, stop),
            [TipAct.Priority] = (form, stop) =>
                casework.PrioritiseAsync(form.Tip, form["priority"], form["reason"], form.Revision, form.Actor, stop),
            [TipAct.Question] = (form, stop) => questions.AskAsync(form.Tip, form["text"], form.Revision, form.Actor, stop),
            [TipAct.Release] = (form, stop) => casework.ReleaseAsync(form.Tip, form.Actor, stop),
            [TipAct.Reopen] = (form, stop) => casework.ReopenAsync(form.Tip, form["reason"], form.Revision, form.Actor, stop),
            [TipAct.Tags] = (form, stop) => casework.TagAsync(form.Tip, form["tags"].Split(','), form.Revision, form.Actor, stop),
            [TipAct.Transcript] = (form, stop) =>
                casework.CorrectAsync(form.Tip, new PartId(form["part"]), form["text"], form.Revision, form.Actor, stop),
        };

    // The other tip's id, or the address of its page.
    private static string OtherOf(string typed) =>
        typed.Replace(" ", "", StringComparison.Ordinal).Split('/', '?', '#').FirstOrDefault(piece => piece.Length == 32) ?? "";
}
