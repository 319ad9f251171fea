using System.CommandLine;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Hotline.Review.Journal;

namespace Hotline.Local.Commands;

/// <summary><c>./hotline audit verify</c>: compares the audit's chains with their copies.</summary>
internal static class AuditCommand
{
    /// <summary>The command.</summary>
    public static Command Build()
    {
        var verify = new Command("verify", "Compare every chain with itself, its copies, the tips' states and their parts");
        verify.SetAction((_, stop) => VerifyAsync(stop));
        return new Command("audit", "The record of who did what") { verify };
    }

    private static async Task<int> VerifyAsync(CancellationToken stop)
    {
        var line = RunningLine.Find(Folders.Data);
        var report = await new AuditCheck(
            new TableClient(line.Storage, "Review"), new EventContainer(new BlobContainerClient(line.Storage, "events")),
            new PartContainer(new BlobContainerClient(line.Storage, "parts"))).VerifyAsync(stop);
        foreach (var finding in report.Findings)
            Console.WriteLine(finding);
        Console.WriteLine($"{report.Events} events in {report.Chains} chains: {(report.Findings.Count == 0 ? "all in order." : $"{report.Findings.Count} findings.")}");
        return report.Findings.Count == 0 ? 0 : 1;
    }
}
