using System.Diagnostics;
using System.Text;
using Hotline.Local.Cli.Commands;
using Hotline.Local.Line;
using Hotline.Local.Loopback;

namespace Hotline.Tests.Drivers;

/// <summary><c>./hotline run</c> as somebody types it, with data of its own, and the other commands beside it.</summary>
internal sealed class TypedLine : IAsyncDisposable
{
    private readonly StringBuilder printed = new();
    private readonly Process process;

    private TypedLine(Process process) => this.process = process;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public string Data { get; private init; } = "";

    /// <summary>Where its parts are, at this moment.</summary>
    public RunningLine Addresses => RunningLine.Find(Data);

    /// <summary>What its terminal shows.</summary>
    public string Printed
    {
        get
        {
            lock (printed)
                return printed.ToString();
        }
    }

    /// <summary>Starts one, and waits until it says that it is ready.</summary>
    public static Task<TypedLine> StartAsync() =>
        StartAsync(Directory.CreateTempSubdirectory("typed-").FullName, new Dictionary<string, string>());

    /// <summary>Starts one on data that are there, which are deleted at its end.</summary>
    /// <param name="data">The data's folder.</param>
    /// <param name="environment">Variables of the environment.</param>
    public static async Task<TypedLine> StartAsync(string data, IReadOnlyDictionary<string, string> environment)
    {
        var start = Start(data, "run", "--port", $"{LoopbackWeb.FreePort(inARow: 2)}");
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var line = new TypedLine(Process.Start(start)!) { Data = data };
        line.process.OutputDataReceived += (_, said) => line.Keep(said.Data);
        line.process.ErrorDataReceived += (_, said) => line.Keep(said.Data);
        line.process.BeginOutputReadLine();
        line.process.BeginErrorReadLine();
        try
        {
            await Eventually.TrueAsync(
                () => line.process.HasExited ? throw new InvalidOperationException(line.Printed) : line.Printed.Contains(
                    "is ready", StringComparison.Ordinal), Stop);
            return line;
        }
        catch
        {
            await line.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs another command beside it.</summary>
    public Task<(int Code, string Printed)> RunAsync(params string[] arguments) => RunAsync(Data, arguments);

    /// <summary>Runs a command.</summary>
    /// <param name="data">Which line's data it has.</param>
    /// <param name="arguments">What is typed behind <c>./hotline</c>.</param>
    public static async Task<(int Code, string Printed)> RunAsync(string data, params string[] arguments)
    {
        using var process = Process.Start(Start(data, arguments))!;
        var complaints = process.StandardError.ReadToEndAsync(Stop);
        var printed = await process.StandardOutput.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);
        return (process.ExitCode, printed + await complaints);
    }

    /// <summary>Ends it, with all that it started.</summary>
    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
        Directory.Delete(Data, recursive: true);
    }

    private void Keep(string? said)
    {
        lock (printed)
            printed.AppendLine(said);
    }

    private static ProcessStartInfo Start(string data, params string[] arguments) =>
        new("dotnet", [typeof(CommandLine).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["HOTLINE_DATA"] = data, ["HOTLINE_ROOT"] = Oracle.Root, ["HOTLINE_APP"] = SharedParts.App },
        };
}
