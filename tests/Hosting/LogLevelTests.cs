using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Hotline.Tests.Hosting;

/// <summary>What host.json lets through, by the filters that the Functions host reads it with.</summary>
public sealed class LogLevelTests
{
    [Theory]
    [InlineData("Host.Function.Console", true)] // What a worker prints before it exits: why it refused to start.
    [InlineData("Function.AnswerCall.User", true)] // The worker's own lines.
    [InlineData("Function.AnswerCall", false)] // The host's two lines for each invocation.
    [InlineData("Microsoft.AspNetCore.Hosting", false)]
    public void The_sentence_of_a_refused_start_and_the_worker_s_lines_are_kept(string category, bool isKept)
    {
        using var stream = File.OpenRead(Path.Combine(Oracle.Root, "host.json"));
        var hostJson = new ConfigurationBuilder().AddJsonStream(stream).Build();
        using var factory = LoggerFactory.Create(logging => logging.AddConfiguration(hostJson.GetSection("logging")).AddConsole());
        Assert.Equal(isKept, factory.CreateLogger(category).IsEnabled(LogLevel.Information));
        Assert.True(factory.CreateLogger(category).IsEnabled(LogLevel.Warning));
    }
}
