using Hotline.Review.Ledger;
using Hotline.Review.SignIn;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Review.Audit;

/// <summary>Verifies the audit, and shows what it found.</summary>
public sealed class VerifyAudit(AuditCheck check, DayJournal days, AuditPages pages)
{
    /// <summary>Compares all chains with themselves, their copies, states and parts.</summary>
    [Function(nameof(VerifyAudit))]
    [Needs(Role.Auditor, Role.Supervisor)]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "review/audit/verify")] HttpRequest request, CancellationToken stop)
    {
        var report = await check.VerifyAsync(stop);
        await days.NoteAsync(
            request.Actor(), new VerifiedEvent(report.Findings.Count), stop);
        return await pages.ShowAsync(request, report, stop);
    }
}
