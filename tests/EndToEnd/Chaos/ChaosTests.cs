using System.Globalization;

namespace Hotline.Tests.EndToEnd.Chaos;

/// <summary>
/// Nothing is lost, whatever breaks: a short seeded run always, a long one by <c>./hotline chaos</c>, and a build that would lose
/// something, which must be caught.
/// </summary>
[Trait("Speed", "slow")]
public sealed class ChaosTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Speed", "scaled")]
    public async Task While_things_break_nothing_is_lost_and_nothing_comes_twice()
    {
        var report = await ChaosRun.RunAsync(
            new ChaosOptions(1, TimeSpan.FromSeconds(Amount.Of(25, 300)), 4, TimeSpan.FromSeconds(1))
            {
                MinFaults = 5, AreGrouped = Amount.Of(0, 1) > 0,
            },
            Say, Stop);
        Say(report.ToString());
        Assert.True(report.Account.IsWhole, report.ToString());
        Assert.Equal(0, report.Forgotten);
        Assert.Empty(report.Audit);
        Assert.Equal(["call", "form", "text"], report.Reports.Keys.Where(kind => kind != "answer").Order());
        Assert.True(report.Reports.Values.Sum() >= 20 && report.Faults.Values.Sum() >= 5, "Few reported, or little broke.");
    }

    /// <summary><c>./hotline chaos [--minutes N] [--seed S]</c>.</summary>
    [Fact(Explicit = true)]
    public async Task As_long_as_asked()
    {
        var minutes = double.Parse(Environment.GetEnvironmentVariable("HOTLINE_CHAOS_MINUTES") ?? "10", CultureInfo.InvariantCulture);
        var seed = int.Parse(Environment.GetEnvironmentVariable("HOTLINE_CHAOS_SEED") ?? "1", CultureInfo.InvariantCulture);
        var report = await ChaosRun.RunAsync(
            new ChaosOptions(seed, TimeSpan.FromMinutes(minutes), 8, TimeSpan.FromSeconds(3)) { AreGrouped = true }, Say, Stop);
        Say(report.ToString());
        Assert.True(report.Account.IsWhole, report.ToString());
        Assert.Equal(0, report.Forgotten);
        Assert.Empty(report.Audit);
    }

    [Fact]
    [Trait("Speed", "long")]
    public async Task A_build_that_stores_state_and_announcement_in_two_transactions_is_caught()
    {
        var split = new Dictionary<string, string>
        {
            ["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location, [StartupHook.Variable] = StartupHook.SplitsTransactions,
        };
        var report = await ChaosRun.RunAsync(
            new ChaosOptions(1, TimeSpan.FromSeconds(30), 8, TimeSpan.FromMilliseconds(300))
            {
                Intake = split, Kinds = [.. Fault.Kinds.Where(fault => fault.Name == "intake's worker killed")],
                Patience = TimeSpan.FromSeconds(30),
                // A worker that is killed before it serves forgets nothing.
                Rest = TimeSpan.FromSeconds(8),
            },
            Say, Stop);
        Say(report.ToString());
        Assert.NotEqual(0, report.Forgotten);
    }

    private static void Say(string line) => TestContext.Current.TestOutputHelper!.WriteLine(line);
}
