namespace Hotline.Tests.Local.FunctionsHost;

/// <summary>One probe for all tests of a class.</summary>
public sealed class SharedProbe : IAsyncLifetime
{
    internal ProbeApp App { get; private set; } = null!;

    public async ValueTask InitializeAsync() => App = await ProbeApp.StartAsync();

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
