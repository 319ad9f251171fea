using System.Diagnostics;
using System.Text;
using Hotline.Sealing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

/// <summary>
/// Loaded into a worker by DOTNET_STARTUP_HOOKS, for the one test that must see content in the clear: it puts a sealer in that seals nothing. No setting of the app
/// could do that.
/// </summary>
internal static class StartupHook
{
    /// <summary>Called by the runtime before the worker's own start.</summary>
    public static void Initialize() => DiagnosticListener.AllListeners.Subscribe(new Listeners());

    private sealed class Listeners : IObserver<DiagnosticListener>
    {
        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == "Microsoft.Extensions.Hosting")
                value.Subscribe(new Building());
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }

    private sealed class Building : IObserver<KeyValuePair<string, object?>>
    {
        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value is { Key: "HostBuilding", Value: IHostBuilder builder })
                builder.ConfigureServices(services =>
                {
                    services.AddSingleton<ISealer, NoSealer>();
                    services.AddSingleton<IBlobSealer, NoSealer>();
                });
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }

    private sealed class NoSealer : ISealer, IBlobSealer
    {
        public string Seal(SealHeader header, ReadOnlySpan<byte> content) => Encoding.UTF8.GetString(content);

        public Stream Seal(Stream content, IDictionary<string, string> metadata) => content;
    }
}
