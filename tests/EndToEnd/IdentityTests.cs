using System.Net;
using Hotline.Local.Demo.WebForm;
using Hotline.Local.Loopback;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Tests.EndToEnd;

/// <summary>The real worker while the identity endpoint gives no token, as App Service has it.</summary>
[Trait("Speed", "slow")]
public sealed class IdentityTests(SharedParts parts)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_caller_hears_the_greeting_and_a_reporter_keeps_every_word(bool answers)
    {
        await using var endpoint = await StartAsync(answers);
        await using var line = await Line.StartAsync(parts);
        await line.RestartIntakeAsync(
            ("Hotline__Storage__ConnectionString", ""), ("Hotline__Storage__AccountName", "hotlinenowhere"),
            ("IDENTITY_ENDPOINT", $"{endpoint.Urls.First()}/token"), ("IDENTITY_HEADER", "x"));

        var began = TimeProvider.System.GetTimestamp();
        var call = Webhook.Sid("CA");
        var (status, twiml) = await line.Webhook.PostAsync("twilio/voice/answer", Webhook.Caller(call));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("<Gather", twiml, StringComparison.Ordinal);

        using var http = new HttpClient { BaseAddress = line.Intake.Url };
        var browser = new FormVisitor(http);
        var page = await browser.SendAsync(
            await browser.OpenAsync("/report", Stop), "/report", [("what", "They will be at the school at nine.")],
            [new("a.png", new MemoryStream(SampleFiles.Png))], Stop);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.Status);
        Assert.Contains("They will be at the school at nine.", page.Html, StringComparison.Ordinal);
        TestContext.Current.TestOutputHelper!.WriteLine($"{TimeProvider.System.GetElapsedTime(began)}");
    }

    private static async Task<WebApplication> StartAsync(bool answers)
    {
        var builder = LoopbackWeb.CreateBuilder(NullLoggerFactory.Instance);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = builder.Build();
        server.Run(async context =>
        {
            if (!answers)
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            context.Response.StatusCode = 500;
        });
        await server.StartAsync(Stop);
        return server;
    }
}
