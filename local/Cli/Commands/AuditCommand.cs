using System.CommandLine;
using Azure.Storage.Blobs;
using Hotline.Platform.Storage;
using Hotline.Review.Audit;
using Hotline.Review.Ledger;

namespace Hotline.Local.Cli.Commands;

/// <summary><c>./hotline audit verify</c>: compares the audit's chains with their copies.</summary>
internal static class AuditCommand
{
    public static Command Build()
    {
        var storage = Deployment.StorageOption("--review-storage", "Review's");
        var verify = new Command("verify", "Compare every chain with itself, its copies, the tips' states, their parts and the lists they stand in") { storage };
        verify.SetAction((parsed, stop) => VerifyAsync(Deployment.StorageOf(parsed.GetValue(storage)), stop));
        return new Command("audit", "The record of who did what") { verify };
    }

    private static async Task<int> VerifyAsync(StorageOptions storage, CancellationToken stop)
    {
        var report = await new AuditCheck(
            Deployment.ReviewTable(storage),
            new EventContainer(StorageClients.Container(storage, storage.Events, new BlobClientOptions())),
            new PartContainer(StorageClients.Container(storage, storage.Parts, new BlobClientOptions())), TimeProvider.System).VerifyAsync(stop);
        foreach (var finding in report.Findings)
            Console.WriteLine(finding);
        Console.WriteLine($"Copied until {report.CopiedUntil.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC.");
        Console.WriteLine($"{report.Events} events in {report.Chains} chains: {(report.Findings.Count == 0 ? "all in order." : $"{report.Findings.Count} findings.")}");
        return report.Findings.Count == 0 ? 0 : 1;
    }
}
