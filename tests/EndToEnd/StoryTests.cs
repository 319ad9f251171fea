using System.Text.Json.Nodes;
using Hotline.Contracts;
using Hotline.Review.Tips;

namespace Hotline.Tests.EndToEnd;

/// <summary>
/// The whole story in a real browser: a caller reports, two reviewers work on it at once, an auditor verifies, somebody tampers, and it is
/// found.
/// </summary>
[Trait("Speed", "slow")]
public sealed class StoryTests(SharedParts parts)
{
    private static readonly string[] Steps =
    [
        "rosa claims by the keyboard", "ben sees who holds it", "rosa listens", "rosa asks",
        "ben is told what changed and keeps what he wrote",
        "ben closes", "ben opens it again", "ada verifies the audit",
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_caller_reports_two_reviewers_work_on_it_and_the_audit_finds_who_tampers()
    {
        var chromium = Chromium.Find();
        await using var line = await Line.BorrowBothAsync(parts);
        var shots = Directory.CreateDirectory(Path.Combine(Oracle.Root, "artifacts", "story")).FullName;
        var tip = await Caller.ReportsAsync(line, "Someone posted my supervisor's home address and said they would burn it down tonight.");
        var told = await Oracle.AskAsync(
            "story.mjs", new { chromium, console = line.Review!.Url.AbsoluteUri, tip = tip.Value, shots }, Stop);
        Assert.Equal(Steps, Texts(told, "steps"));
        Assert.Empty(Texts(told, "violations"));
        Assert.Empty(Texts(told, "findings"));

        var others = new List<TipId>();
        for (var n = 0; n < 3; n++)
            others.Add(await Caller.ReportsAsync(line, "They posted her address.", $"+1500555{4300 + n}"));
        await TableTampering.CopiedAsync(line);
        await TableTampering.AlterAsync(line, others[0]);
        await TableTampering.CutAsync(line, others[1]);
        await TableTampering.RemoveAsync(line, others[2]);
        await TableTampering.RecomputeAsync(line, tip);
        told = await Oracle.AskAsync("story.mjs", new { chromium, console = line.Review!.Url.AbsoluteUri, verifies = true, shots }, Stop);
        Assert.Empty(Texts(told, "steps"));
        Assert.Empty(Texts(told, "violations"));
        var findings = Texts(told, "findings");
        Assert.Contains(findings, found => found.StartsWith(
            $"{TipJournal.ScopeOf(others[0])}, event 1: The event differs from its copy", StringComparison.Ordinal));
        Assert.Contains(findings, found => found.StartsWith(TipJournal.ScopeOf(others[1]), StringComparison.Ordinal) && found.Contains(
            "missing from the table", StringComparison.Ordinal));
        Assert.Contains($"{TipJournal.ScopeOf(others[2])}: The chain is missing from the table; its copies are there.", findings);
        Assert.Contains(findings, found => found.StartsWith(TipJournal.ScopeOf(tip), StringComparison.Ordinal) && found.Contains(
            "it was altered", StringComparison.Ordinal));
    }

    private static List<string> Texts(JsonNode told, string name) => [.. told[name]!.AsArray().Select(text => (string)text!)];
}
