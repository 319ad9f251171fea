using Azure.Core;
using Hotline.Platform.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Hotline.Tests.Storage;

/// <summary>How long a request waits for its token, and who asks for one.</summary>
public sealed class SharedCredentialTests
{
    private static readonly TokenRequestContext Request = new(["https://storage.azure.com/.default"]);
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider time = new(Start);
    private readonly Endpoint endpoint = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_waits_longer_than_the_limit_and_whoever_comes_later_gets_what_the_asking_brought()
    {
        var credential = new SharedCredential(() => endpoint, time);
        var waiting = credential.GetTokenAsync(Request, Stop).AsTask();
        time.Advance(SharedCredential.MaxWait);
        var late = await Assert.ThrowsAsync<TimeoutException>(() => waiting);
        Assert.True(Transient.Is(late, Stop));
        endpoint.Answer("a", Start.AddHours(1));
        Assert.Equal("a", (await credential.GetTokenAsync(Request, Stop)).Token);
        Assert.Equal(1, endpoint.Asked);
    }

    [Fact]
    public async Task All_that_wait_at_once_ask_once_and_share_the_failure()
    {
        var credential = new SharedCredential(() => endpoint, time);
        var waiting = Enumerable.Range(0, 20).Select(_ => credential.GetTokenAsync(Request, Stop).AsTask()).ToList();
        await Eventually.TrueAsync(() => endpoint.Asked == 1, Stop);
        endpoint.Fail();
        foreach (var one in waiting)
            await Assert.ThrowsAsync<InvalidOperationException>(() => one);
        Assert.Equal(1, endpoint.Asked);
        endpoint.Answer("a", Start.AddHours(1));
        await Eventually.TrueAsync(async () => (await credential.GetTokenAsync(Request, Stop)).Token == "a", Stop);
    }

    [Fact]
    public async Task A_token_that_is_still_valid_serves_while_the_endpoint_fails()
    {
        var credential = new SharedCredential(() => endpoint, time);
        endpoint.Answer("a", Start.AddHours(1));
        await credential.GetTokenAsync(Request, Stop);
        endpoint.Forget();
        time.Advance(TimeSpan.FromMinutes(57));
        Assert.Equal("a", (await credential.GetTokenAsync(Request, Stop)).Token);
        await Eventually.TrueAsync(() => endpoint.Asked == 2, Stop);
        endpoint.Answer("b", Start.AddHours(2));
        await Eventually.TrueAsync(async () => (await credential.GetTokenAsync(Request, Stop)).Token == "b", Stop);
    }

    /// <summary>An identity endpoint that answers when it is told to.</summary>
    private sealed class Endpoint : TokenCredential
    {
        private TaskCompletionSource<AccessToken> next = New();
        private int asked;

        public int Asked => Volatile.Read(ref asked);

        public void Answer(string token, DateTimeOffset until)
        {
            if (!next.TrySetResult(new AccessToken(token, until)))
                (next = New()).SetResult(new AccessToken(token, until));
        }

        public void Fail() => next.SetException(new InvalidOperationException("The endpoint fails."));

        public void Forget() => next = New();

        public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref asked);
            return await next.Task;
        }

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        private static TaskCompletionSource<AccessToken> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
