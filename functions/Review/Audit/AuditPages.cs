using System.Globalization;
using Hotline.Contracts;
using Hotline.Review.Casework;
using Hotline.Review.Console;
using Hotline.Review.Ledger;
using Hotline.Review.SignIn;
using Hotline.Review.Tips;
using Microsoft.AspNetCore.Http;

namespace Hotline.Review.Audit;

/// <summary>Makes the pages of the audit.</summary>
public sealed class AuditPages(AuditTrail trail, DayJournal days, TipReader reader, PageFrames frames, TimeProvider time)
{
    /// <summary>The page that a request asks for; it is audited itself.</summary>
    /// <param name="request">Who asks, and for what.</param>
    /// <param name="report">What verifying found; null where nobody verified.</param>
    public async Task<IResult> ShowAsync(HttpRequest request, AuditReport? report, CancellationToken stop)
    {
        var (tip, who) = (Text("tip"), Text("who"));
        DateOnly? day = DateOnly.TryParseExact(Text("day"), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var wanted)
            ? wanted : null;
        if (report is null)
            await days.NoteAsync(request.Actor(), new LookedEvent(LookedEvent.Audit, Tip: tip), stop);
        // A page ends within a moment: the next one begins with that moment's acts again, rather than leave one out.
        DateTimeOffset? until = DateTimeOffset.TryParseExact(
            Text("after"), "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var reached) ? reached : null;
        var events = await trail.ReadAsync(tip, who, day, until, stop);
        var next = events.Count == AuditTrail.MaxEvents ? events[^1].At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture) : null;
        return new ConsolePageResult<AuditPage>(new AuditModel
        {
            Frame = await frames.OfAsync(request, stop), Events = await LinesAsync(events, stop), Who = who, Tip = tip, Day = day, Next = next,
            Findings = report?.Findings.Select(finding => finding.ToString()).ToList(),
            CopiedUntil = report?.CopiedUntil ?? await trail.CopiedUntilAsync(time.GetUtcNow(), stop),
        });

        string? Text(string name) => request.Query[name].ToString().Trim() is { Length: > 0 and < 100 } text ? text : null;
    }

    private async Task<IReadOnlyList<AuditLine>> LinesAsync(IReadOnlyList<LedgerEvent> events, CancellationToken stop)
    {
        var lines = new List<AuditLine>();
        foreach (var e in events)
            lines.Add(new AuditLine
            {
                At = e.At, Who = e.Name, Act = EventWords.Of(e), Tip = TipJournal.TipOf(e.Scope)?.Value,
                Detail = await ReasonAsync(e, stop) ?? DetailOf(e), Address = e.Address,
            });
        return lines;
    }

    // Who asks for a number or a code is told that the audit keeps the reason. No other words of a tip are an auditor's to read.
    private async Task<string?> ReasonAsync(LedgerEvent happened, CancellationToken stop) =>
        happened.Act is not (EventKind.ShowedNumber or EventKind.ShowedCodes) || TipJournal.TipOf(happened.Scope) is not { } tip ? null
        : happened.What is PartEvent { Part: { } part } && (await reader.PartAsync(tip, part, stop))?.Content is WrittenContent reason
            ? reason.Text : "The reason can’t be opened.";

    // Facts hold no content; the words that people wrote are sealed parts, which an auditor does not open.
    private static string? DetailOf(LedgerEvent happened) => happened.What switch
    {
        AcceptedEvent accepted => Labels.Kind(accepted.Kind),
        AssignedEvent assigned => assigned.Name,
        TaggedEvent tagged => string.Join(',', tagged.Tags),
        ClosedEvent closed => closed.Disposition is { } disposition ? Labels.Disposition(disposition) : closed.Canary,
        LookedEvent looked => looked.Page,
        UndeliveredEvent undelivered => undelivered.Reason,
        RedrivenEvent redriven => redriven.Why,
        SetAsideEvent aside => aside.Why,
        _ => null,
    };
}
