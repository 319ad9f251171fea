using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hotline.Tests.Drivers;

/// <summary>
/// Asks an implementation that we did not write: a Node script in tests/oracles, fed one JSON question on its standard input.
/// </summary>
internal static class Oracle
{
    /// <summary>The checkout's root folder: the one that holds Hotline.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Runs <c>tests/oracles/{script}</c> and returns the JSON that it printed.</summary>
    public static async Task<JsonNode> AskAsync(string script, object question, CancellationToken stop)
    {
        var start = new ProcessStartInfo("node", script)
        {
            WorkingDirectory = Path.Combine(Root, "tests", "oracles"),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var node = Process.Start(start)!;
        var printed = node.StandardOutput.ReadToEndAsync(stop);
        var complaints = node.StandardError.ReadToEndAsync(stop);
        await node.StandardInput.WriteAsync(JsonSerializer.Serialize(question, JsonSerializerOptions.Web).AsMemory(), stop);
        node.StandardInput.Close();
        await Waits.ForAsync(script, node.WaitForExitAsync(stop));
        Assert.True(node.ExitCode == 0, $"{script} exited with {node.ExitCode}: {await complaints}");
        return JsonNode.Parse(await printed)!;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Hotline.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests must run inside a checkout.");
    }
}
