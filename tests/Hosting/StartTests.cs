using System.Text.RegularExpressions;

namespace Hotline.Tests.Hosting;

/// <summary>What a start makes, by what the compiler was asked for: nothing that a caller's first webhook does not need.</summary>
[Trait("Speed", "slow")]
public sealed partial class StartTests(SharedParts parts)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Intake_starts_and_greets_without_receipts_pages_and_exporters()
    {
        var file = Path.Combine(Path.GetTempPath(), $"compiled-{Guid.NewGuid():N}.txt");
        await using (var line = await Line.StartAsync(parts, ("DOTNET_JitStdOutFile", file), ("DOTNET_JitDisasmSummary", "1")))
        {
            await line.Webhook.PostAsync("twilio/voice/answer", Webhook.Caller(Webhook.Sid("CA")));
            await line.StopIntakeAsync();
        }

        var compiled = (await File.ReadAllLinesAsync(file, Stop)).TakeWhile(method => !IsAnswer(method)).ToList();
        File.Delete(file);
        Assert.Contains(compiled, method => method.Contains("IntakeRoom", StringComparison.Ordinal));
        Assert.DoesNotContain(compiled, Needless().IsMatch);

        static bool IsAnswer(string method) => method.Contains("AnswerCall:RunAsync", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"RazorComponents|OpenIdConnect|OpenTelemetry|ReconciliationRun|Argon2")]
    private static partial Regex Needless();
}
