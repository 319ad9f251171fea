using Microsoft.Extensions.Logging;

namespace Hotline.Local.Twilio;

/// <summary>
/// Passes a web server's warnings on to the program's own logs, and nothing below them: the server would log every URL with its query, and numbers stand there.
/// </summary>
internal sealed class WarningsProvider(ILoggerFactory logs) : ILoggerProvider
{
    /// <summary>Makes it the only provider.</summary>
    public static void Use(ILoggingBuilder logging, ILoggerFactory logs)
    {
        logging.ClearProviders().SetMinimumLevel(LogLevel.Warning);
#pragma warning disable CA2000 // The server's own logger factory disposes it.
        logging.AddProvider(new WarningsProvider(logs));
#pragma warning restore CA2000
    }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => logs.CreateLogger(categoryName);

    /// <inheritdoc/>
    public void Dispose()
    {
        // The logs belong to the program.
    }
}
