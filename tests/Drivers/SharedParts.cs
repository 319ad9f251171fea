using Hotline.Local.Azurite;

[assembly: AssemblyFixture(typeof(SharedParts))]

namespace Hotline.Tests.Drivers;

/// <summary>What all tests share: the published app and one Azurite. Tables, containers, queues and workers are each test's own.</summary>
public sealed class SharedParts : IAsyncLifetime
{
    private AzuriteServer? azurite;

    public SharedParts()
    {
        // Every .NET host here and in the workers reads it. Each file watch uses one of the 128 inotify instances that Linux allows a user.
        Environment.SetEnvironmentVariable("DOTNET_hostBuilder__reloadConfigOnChange", "false");
        Lines = new LinePool(this);
    }

    /// <summary>The published function app; the build beside the tests where nobody has published it, or where its coverage is measured.</summary>
    public static string App { get; } = Environment.GetEnvironmentVariable("HOTLINE_TEST_APP") ?? Published() ?? AppContext.BaseDirectory;

    /// <summary>Lines that tests borrow.</summary>
    internal LinePool Lines { get; }

    internal AzuriteServer Azurite => azurite ?? throw new InvalidOperationException("Azurite has not started.");

    public async ValueTask InitializeAsync() =>
        azurite = await AzuriteServer.StartAsync(
            Path.Combine(Oracle.Root, "local", "Azurite"), null, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Lines.DisposeAsync();
        if (azurite is not null)
            await azurite.DisposeAsync();
    }

    private static string? Published()
    {
        var app = Path.Combine(Oracle.Root, "artifacts", "app");
        return Directory.Exists(app) ? app : null;
    }
}
