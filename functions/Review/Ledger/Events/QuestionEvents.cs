using Hotline.Contracts;

namespace Hotline.Review.Ledger;

/// <summary>The reporter was asked.</summary>
/// <param name="Part">The question.</param>
/// <param name="Number">Its number on the tip, from 1.</param>
public sealed record AskedEvent(PartId? Part, int? Number) : NewPartEvent(EventKind.Asked, Part)
{
    internal override void Write(FactWriter facts)
    {
        base.Write(facts);
        facts.Add(FactNames.Question, Number);
    }

    internal static AskedEvent Read(FactReader facts) => new(facts.Part(), facts.Number(FactNames.Question));
}

/// <summary>The reporter was texted that they were asked, or could not be.</summary>
/// <param name="Question">The question's part.</param>
/// <param name="Sid">The text's sid; null when none was sent.</param>
/// <param name="Failure">Why none was sent; null when one was.</param>
public sealed record TextedEvent(PartId? Question, string? Sid, string? Failure) : NewEvent(EventKind.Texted)
{
    internal override void Write(FactWriter facts) =>
        facts.Add(FactNames.Question, Question).Add(FactNames.Sid, Sid).Add("failure", Failure);

    internal static TextedEvent Read(FactReader facts) =>
        new(facts.Part(FactNames.Question), facts.Text(FactNames.Sid), facts.Text("failure"));
}

/// <summary>The reporter has answered.</summary>
/// <param name="Tip">The tip that is the answer.</param>
/// <param name="Answer">What came of it.</param>
public sealed record AnsweredEvent(TipId Tip, PartId? Answer) : NewEvent(EventKind.Answered)
{
    internal override void Write(FactWriter facts) => facts.Add(FactNames.Tip, Tip).Add("answer", Answer);

    internal static AnsweredEvent Read(FactReader facts) => new(facts.NeededTip(), facts.Part("answer"));
}

/// <summary>A reporter said STOP, START or HELP.</summary>
/// <param name="Part">The part that says so.</param>
/// <param name="Word">The word.</param>
/// <param name="Line">The line that was texted, in a number's own chain; null in a tip's.</param>
public sealed record ConsentedEvent(PartId? Part, string? Word, string? Line = null) : PartEvent(EventKind.Consented, Part)
{
    internal override void Write(FactWriter facts)
    {
        base.Write(facts);
        facts.Add("word", Word).Add(FactNames.Line, Line);
    }

    internal static ConsentedEvent Read(FactReader facts) => new(facts.Part(), facts.Text("word"), facts.Text(FactNames.Line));
}
