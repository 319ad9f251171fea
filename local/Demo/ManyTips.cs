using System.Text.Json;
using Azure.Data.Tables;
using Hotline.Contracts;
using Hotline.Platform.Sealing;
using Hotline.Review.Audit;
using Hotline.Review.Ledger;
using Hotline.Review.Tips;
using Hotline.Review.Triage;

namespace Hotline.Local.Demo;

/// <summary>A made tip: its chain, its sealed parts, and the rows that follow from them.</summary>
/// <param name="Tip">The tip.</param>
/// <param name="Events">The chain's events as JSON, in order.</param>
/// <param name="Parts">Each part's name and envelope.</param>
/// <param name="Rows">The rows of the review table, all in the chain's shard.</param>
internal sealed record MadeTip(
    TipId Tip, IReadOnlyList<string> Events, IReadOnlyList<(string Name, string Envelope)> Parts,
    IReadOnlyList<(string Row, TableEntity Columns)> Rows);

/// <summary>
/// Makes tips by the number, as texts that were accepted over the last year: sealed, chained and indexed as the app does it, without the
/// way through the line. What people hold or have escalated does not grow with the number of tips: a quarter each of the first hundred.
/// </summary>
internal sealed class ManyTips(ISealer sealer, IReadOnlyList<string> texts, string line, DateTimeOffset now)
{
    private const int InHand = 100;
    private static readonly Actor Rosa = new("rosa-vidal", "Rosa Vidal", "127.0.0.1");

    /// <summary>Makes the tip of that number, 0 the first.</summary>
    public async Task<MadeTip> MakeAsync(int n)
    {
        var random = new Random(n);
        var received = now - TimeSpan.FromMinutes(1 + random.Next(365 * 24 * 60));
        var sid = $"SM{now.UtcTicks:x16}{n:x16}";
        var tip = TipId.OfMessage(MessageSid.Parse(sid)!.Value);
        var part = PartId.Of(PartKind.Statement, sid);
        var text = texts[n % texts.Count];
        var envelope = Envelope.Write(new Part(tip, part, PartKind.Statement, Channel.Text, null, received, Seal(tip, part, text, sid, n)));
        List<string> events = [];
        foreach (var (actor, happening) in Story(n, part, text, received))
            events.Add(Next(tip, events, actor, happening, received + TimeSpan.FromSeconds(events.Count)));
        var chain = new SortedDictionary<int, string>(events.Index().ToDictionary());
        var rows = await new ChainProjector((_, _) => Task.FromResult<string?>(envelope)).OfAsync(TipJournal.ScopeOf(tip), chain);
        return new MadeTip(tip, events, [(part.Value, envelope)], rows);
    }

    private IEnumerable<(Actor Actor, NewEvent Happening)> Story(int n, PartId part, string text, DateTimeOffset received)
    {
        var triage = TriageRules.BuiltIn.Read(text);
        yield return (Actor.Line, new AcceptedEvent(part, PartKind.Statement, Channel.Text, null, received)
        {
            Line = line, Number = $"{now.UtcTicks:x16}{n:x16}", Priority = triage.Priority,
            Reasons = [.. triage.Reasons.Select(reason => new RulePlace(reason.Rule, reason.Start, reason.Length))],
        });
        if (n < InHand && n % 4 == 1)
            yield return (Rosa, new ClaimedEvent(received.AddMinutes(15)));
        if (n < InHand && n % 4 == 2)
            yield return (Rosa, new EscalatedEvent(null));
        if (n % 2 == 1 && n >= InHand)
            yield return (Rosa, new ClosedEvent(Disposition.Informational));
    }

    private static string Next(TipId tip, List<string> events, Actor actor, NewEvent happening, DateTimeOffset at) =>
        new Chain(TipJournal.ScopeOf(tip), events.Count, events.Count == 0 ? "" : LedgerEvent.HashOf(events[^1]), null)
            .Follow([happening], actor, at)[0].ToJson();

    private string Seal(TipId tip, PartId part, string text, string sid, int n) => sealer.Seal(
        SealHeader.Of(tip, part, PartKind.Statement),
        JsonSerializer.SerializeToUtf8Bytes(
            new StatementContent(text, $"+1500{n % 10_000_000:D7}", line, sid, 0, null), PartContents.Default.StatementContent));
}
