using Azure.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hotline.Platform.Storage;

/// <summary>Asks for the tokens of storage and bus at start, so that the first caller does not wait for them. The start does not.</summary>
/// <param name="credential">The app's identity.</param>
/// <param name="scopes">What is asked for; empty where connection strings are set.</param>
/// <param name="log">Where it says that none came.</param>
public sealed partial class FetchTokens(TokenCredential credential, TokenScopes scopes, ILogger<FetchTokens> log) : BackgroundService
{
    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(scopes.Names.Select(scope => FetchAsync(scope, stoppingToken)));

    private async Task FetchAsync(string scope, CancellationToken stop)
    {
        try
        {
            await credential.GetTokenAsync(new TokenRequestContext([scope]), stop);
        }
        catch (Exception e) when (Transient.Is(e, stop))
        {
            // Each request asks again.
            LogNone(scope, e.GetType().Name);
        }
    }

    [LoggerMessage(121, LogLevel.Warning, "No token for {Scope} at start: {Failure}")]
    private partial void LogNone(string scope, string failure);
}

/// <summary>The resources for which the app uses its identity.</summary>
/// <param name="Names">Their scopes, such as <c>https://storage.azure.com/.default</c>.</param>
public sealed record TokenScopes(IReadOnlyList<string> Names);
