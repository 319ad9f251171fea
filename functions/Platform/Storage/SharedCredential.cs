using System.Collections.Concurrent;
using Azure.Core;

namespace Hotline.Platform.Storage;

/// <summary>
/// The process's one identity. All clients share its tokens, and nobody waits long for one: the SDK asks a failing identity endpoint again
/// for half a minute, and a caller hears silence meanwhile. The asking goes on behind; whoever comes later gets what it brings.
/// </summary>
/// <param name="inner">Makes what asks for tokens, once somebody needs one.</param>
/// <param name="time">The clock.</param>
public sealed class SharedCredential(Func<TokenCredential> inner, TimeProvider time) : TokenCredential
{
    /// <summary>How long a request waits for its token.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan MaxFetch = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(5);

    private readonly Lazy<TokenCredential> source = new(inner);
    private readonly ConcurrentDictionary<string, AccessToken> tokens = new();
    private readonly ConcurrentDictionary<string, Task<AccessToken>> fetches = new();

    /// <inheritdoc/>
    /// <exception cref="TimeoutException">No token came in time.</exception>
    public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        var key = $"{requestContext.TenantId}|{requestContext.Claims}|{string.Join(' ', requestContext.Scopes)}";
        var now = time.GetUtcNow();
        var isHeld = tokens.TryGetValue(key, out var held);
        if (isHeld && now < (held.RefreshOn ?? held.ExpiresOn - Early))
            return held;
        var fetch = FetchAsync(key, requestContext);
        // One that is still valid serves while the next one comes, or fails to.
        if (isHeld && now < held.ExpiresOn - (Early / 5))
            return held;
        try
        {
            return await fetch.WaitAsync(MaxWait, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException("The identity endpoint gave no token in time.");
        }
    }

    /// <inheritdoc/>
    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        GetTokenAsync(requestContext, cancellationToken).AsTask().GetAwaiter().GetResult();

    // One at a time for each kind of token, however many wait for it.
    private Task<AccessToken> FetchAsync(string key, TokenRequestContext request)
    {
        var mine = new TaskCompletionSource<AccessToken>(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = fetches.GetOrAdd(key, mine.Task);
        if (running == mine.Task)
            _ = CompleteAsync(key, request, mine);
        return running;
    }

    private async Task CompleteAsync(string key, TokenRequestContext request, TaskCompletionSource<AccessToken> fetch)
    {
        try
        {
            using var limit = new CancellationTokenSource(MaxFetch, time);
            var token = await Task.Run(async () => await source.Value.GetTokenAsync(request, limit.Token));
            tokens[key] = token;
            fetch.SetResult(token);
        }
        catch (Exception e)
        {
            // Whoever waits is told; where nobody does, the next one asks again.
            fetch.SetException(e);
            _ = fetch.Task.Exception;
        }
        finally
        {
            fetches.TryRemove(key, out _);
        }
    }
}
