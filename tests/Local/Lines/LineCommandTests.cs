using Hotline.Tests.Local.Twilio;
using System.Diagnostics;
using Hotline.Local;
using Hotline.Local.Lines;
using Hotline.Local.Twilio;

namespace Hotline.Tests.Local.Lines;

/// <summary><c>./hotline line</c> as somebody types it, beside a running line.</summary>
public sealed class LineCommandTests
{
    private static readonly Uri Here = new("http://localhost:7071");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_number_is_added_checked_and_listed()
    {
        await using var line = await SimulatedLine.StartAsync(options => options with
        {
            AccountSid = LineSettings.AccountSid, AuthToken = LineSettings.AuthToken, ApiKeys = LineSettings.ApiKeys,
            Bins = FallbackDocuments.Bins,
        });
        line.Twilio.Numbers = [new SimulatedNumber(SimulatedLine.Number) { Service = new SimulatedService("MG1") { Campaign = "VERIFIED" } }];
        var data = Directory.CreateTempSubdirectory("line-").FullName;
        try
        {
            new RunningLine(Here, Here, line.Twilio.Url, "", "", Line.Number, Here).Save(data);

            var bare = await RunAsync(data, "check");
            Assert.Equal(1, bare.Code);
            Assert.Contains("5 misconfigured.", bare.Printed);

            var added = await RunAsync(data, "add", Line.Number);
            Assert.Equal(1, added.Code);
            Assert.Contains($"was none{Environment.NewLine}    is  POST {Here}twilio/voice/answer#rc=1", added.Printed);
            Assert.Contains(FallbackDocuments.Voice, added.Printed);
            Assert.Contains("2 misconfigured.", added.Printed);

            var whole = await RunAsync(
                data, "add", Line.Number, "--voice-fallback", $"{line.Twilio.Url}bins/voice", "--text-fallback",
                $"{line.Twilio.Url}bins/text");
            Assert.Equal(0, whole.Code);
            Assert.DoesNotContain("hotline-voice", whole.Printed);
            Assert.Contains("Nothing is misconfigured.", (await RunAsync(data, "check", Line.Number)).Printed);
            Assert.Contains(Line.Number, (await RunAsync(data, "list")).Printed);

            var elsewhere = await RunAsync(data, "check", "--url", "https://tips.example.org");
            Assert.Equal(1, elsewhere.Code);
            Assert.Contains("3 misconfigured.", elsewhere.Printed);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Theory]
    [InlineData("Give --url as an https address", "check", "--url", "http://tips.example.org")]
    [InlineData("Give --url as an https address", "check", "--url", "https://tips.example.org/twilio")]
    [InlineData("Give --voice-fallback as an https address", "add", Line.Number, "--voice-fallback",
        "http://fallback.example.org/voice")]
    [InlineData("The hotline is not running here", "list")]
    public async Task What_can_not_be_done_is_said_in_a_sentence(string sentence, params string[] arguments)
    {
        var (code, printed) = await RunAsync(Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N")), arguments);
        Assert.Equal(1, code);
        Assert.Contains(sentence, printed);
    }

    private static async Task<(int Code, string Printed)> RunAsync(string data, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(RunningLine).Assembly.Location, "line", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["HOTLINE_DATA"] = data, ["TWILIO_ACCOUNT_SID"] = "" },
        };
        using var process = Process.Start(start)!;
        var complaints = process.StandardError.ReadToEndAsync(Stop);
        var printed = await process.StandardOutput.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);
        return (process.ExitCode, printed + await complaints);
    }
}
