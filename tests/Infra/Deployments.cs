using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Hotline.Tests.Infra;

/// <summary>infra/ compiled once, and evaluated for both environments as a deployment would be (<c>bicep snapshot</c>).</summary>
[CollectionDefinition(nameof(Deployments))]
public sealed partial class Deployments : IAsyncLifetime, ICollectionFixture<Deployments>
{
    private const string Id = "11111111-1111-1111-1111-111111111111";
    private readonly string folder = Directory.CreateTempSubdirectory("hotline-infra-").FullName;

    /// <summary>What an installation says of itself, and no default may stand for.</summary>
    private static readonly Dictionary<string, string> Own = new()
    {
        ["HOTLINE_OPERATORS"] = "first@example.org,second@example.org",
        ["HOTLINE_SIGN_IN_CLIENT_ID"] = Id,
        ["HOTLINE_TWILIO_ACCOUNT_SID"] = "AC00000000000000000000000000000001",
        ["HOTLINE_TWILIO_API_KEY_SID"] = "SK00000000000000000000000000000003",
    };

    /// <summary>What the compiler printed: warnings and errors.</summary>
    public string Complaints { get; private set; } = "";

    /// <summary>The ARM template.</summary>
    public string Template { get; private set; } = "";

    internal Deployment Staging { get; private set; } = null!;

    internal Deployment Production { get; private set; } = null!;

    internal IEnumerable<Deployment> Both => [Staging, Production];

    public async ValueTask InitializeAsync()
    {
        var isHere = OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64;
        Assert.SkipUnless(isHere, "The Bicep compiler is the one for Linux on x64.");
        var infra = Path.Combine(Oracle.Root, "infra");
        foreach (var file in Directory.EnumerateFiles(infra, "*bicep*", SearchOption.AllDirectories)
            .Append(Path.Combine(infra, "workbook.json")))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(infra, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }

        (Template, Complaints) = await RunAsync([], "build", "main.bicep", "--stdout");
        Staging = await EvaluateAsync("staging", []);
        Production = await EvaluateAsync("production", new()
        {
            ["HOTLINE_ON_CALL"] = "true", ["HOTLINE_CANARY_NUMBER"] = "+15005550190", ["HOTLINE_CANARY_FROM"] = "+15005550100",
            ["HOTLINE_TWILIO_REVIEW_KEY_SID"] = "SK00000000000000000000000000000004",
        });
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task<Deployment> EvaluateAsync(string environment, Dictionary<string, string> more)
    {
        var variables = Own.Concat(more).Append(new("AZURE_ENV_NAME", environment));
        var (_, complaints) = await RunAsync(
            variables, "snapshot", "main.bicepparam", "--mode", "overwrite",
            "--tenant-id", Id, "--subscription-id", Id, "--resource-group", "hotline", "--location", "eastus");
        Assert.True(complaints.Length == 0, complaints);
        var snapshot = await File.ReadAllTextAsync(Path.Combine(folder, "main.snapshot.json"), TestContext.Current.CancellationToken);
        var unique = UniquePart().Match(snapshot).Groups[1].Value;
        return new(environment, JsonNode.Parse(snapshot.Replace($"-{unique}", "").Replace(unique, ""))!["predictedResources"]!.AsArray());
    }

    private async Task<(string Printed, string Complaints)> RunAsync(
        IEnumerable<KeyValuePair<string, string>> environment, params string[] arguments)
    {
        var stop = TestContext.Current.CancellationToken;
        var bicep = typeof(Deployments).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(data => data.Key == "Bicep").Value!;
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(bicep, File.GetUnixFileMode(bicep) | UnixFileMode.UserExecute);
        var start = new ProcessStartInfo(bicep, arguments)
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var printed = process.StandardOutput.ReadToEndAsync(stop);
        var complaints = await process.StandardError.ReadToEndAsync(stop);
        await process.WaitForExitAsync(stop);
        return (await printed, complaints);
    }

    [GeneratedRegex("hotline-review-([a-z0-9]{13})")]
    private static partial Regex UniquePart();
}
