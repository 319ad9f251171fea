using System.Text.RegularExpressions;

namespace Hotline.Tests.Hosting;

/// <summary>What a process makes at its start, by what its compiler was asked for.</summary>
[Trait("Speed", "slow")]
public sealed partial class StartTests(SharedParts parts)
{
    [Fact]
    public async Task Intake_starts_without_receipts_pages_and_exporters() =>
        Assert.DoesNotContain(await CompiledAsync(_ => Task.CompletedTask), Needless().IsMatch);

    [Fact]
    public async Task A_receipt_shows_among_what_is_compiled() =>
        Assert.Contains(await CompiledAsync(line => Reporter.TextsAsync(line)), Needless().IsMatch);

    private async Task<IReadOnlyList<string>> CompiledAsync(Func<Line, Task> use)
    {
        var stop = TestContext.Current.CancellationToken;
        // https://github.com/dotnet/runtime/blob/main/docs/design/coreclr/jit/viewing-jit-dumps.md
        var file = Path.GetTempFileName();
        await using var line = await Line.StartAsync(parts, ("DOTNET_JitStdOutFile", file), ("DOTNET_JitDisasmSummary", "1"));
        await use(line);
        await line.StopIntakeAsync();
        var compiled = await File.ReadAllLinesAsync(file, stop);
        File.Delete(file);
        return compiled;
    }

    [GeneratedRegex("RazorComponents|OpenIdConnect|OpenTelemetry|ReconciliationRun|Argon2")]
    private static partial Regex Needless();
}
