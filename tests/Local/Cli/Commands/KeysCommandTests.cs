using System.Diagnostics;
using Hotline.Local.Cli.Commands;
using Hotline.Local.Line;
using Hotline.Local.Line.Keys;
using Hotline.Platform.Sealing;

namespace Hotline.Tests.Local.Cli.Commands;

/// <summary><c>./hotline keys</c> as somebody types it, where no line runs.</summary>
public sealed class KeysCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("keys-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_pair_fits_is_its_owners_alone_and_is_never_written_over()
    {
        var (code, printed) = await RunAsync("new", "--out", folder);
        Assert.Equal(0, code);
        var (publicPem, privatePem) = (await ReadAsync("sealing-public.pem"), await ReadAsync("sealing-private.pem"));
        using var half = PublicSealingKey.Parse(publicPem);
        using var opener = new Opener(privatePem);
        opener.Prove();
        Assert.Equal([half.Id], opener.KeyIds);
        Assert.Equal(3072, half.Rsa.KeySize);
        Assert.Contains(half.Id, printed, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE KEY", printed, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyPair.PrivateIn(folder)));

        var again = await RunAsync("new", "--out", folder);
        Assert.Equal(1, again.Code);
        Assert.Contains("There is a key", again.Printed, StringComparison.Ordinal);
        Assert.Equal(privatePem, await ReadAsync("sealing-private.pem"));
    }

    [Fact]
    public async Task A_line_that_stands_is_rotated_at_once_and_one_that_starts_is_left_alone()
    {
        var keys = Path.Combine(folder, "keys");
        var before = SealingKeys.In(keys);
        Assert.Equal(0, (await RunAsync("rotate")).Code);
        var after = SealingKeys.In(keys);
        Assert.NotEqual(before.Names().Intake, after.Names().Intake);
        Assert.Equal([after.Names().Intake, before.Names().Intake], after.Names().Review);
        Assert.Equal(before.Pepper, after.Pepper);

        await using var starting = DataLock.Take(folder);
        var (code, printed) = await RunAsync("rotate");
        Assert.Equal(1, code);
        Assert.Contains("wait until it says that it is ready", printed, StringComparison.Ordinal);
        Assert.Equal(after, SealingKeys.In(keys));
    }

    [Theory]
    [InlineData("eyJhbGciOiJSU0EtT0FFUC0yNTYiLCJraWQiOiJ0aGUga2V5In0.a.b.c.d", "the key")]
    [InlineData("{\"data\":\"eyJraWQiOiJvbmUifQ.x\",\"more\":\"eyJraWQiOiJ0d28ifQ.y\"}", "one,two")]
    [InlineData("eyJhbGciOiJFQ0RILUVTK0EyNTZLVyJ9.a.b.c.d", "")]
    [InlineData("eyJraWQiOiJvbmUifQ and eyJub3QganNvbg.x", "")]
    public void The_keys_that_a_text_names_are_found(string text, string expected) =>
        Assert.Equal(expected, string.Join(',', Seals.In(text)));

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private Task<string> ReadAsync(string file) => File.ReadAllTextAsync(Path.Combine(folder, file), Stop);

    private async Task<(int Code, string Printed)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(CommandLine).Assembly.Location, "keys", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["HOTLINE_DATA"] = folder },
        };
        using var process = Process.Start(start)!;
        var complaints = process.StandardError.ReadToEndAsync(Stop);
        var printed = await process.StandardOutput.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);
        return (process.ExitCode, printed + await complaints);
    }
}
