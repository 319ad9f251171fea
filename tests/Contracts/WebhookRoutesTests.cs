using System.Reflection;
using Hotline.Contracts;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Tests.Contracts;

/// <summary>One table of webhooks: what serves them, what names them and what tells people of them agree with it.</summary>
public sealed class WebhookRoutesTests
{
    private static readonly Uri Origin = new("https://tips.example.org");

    [Fact]
    public void Each_route_says_how_it_is_tried_again()
    {
        var named = typeof(WebhookRoutes).GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);
        Assert.Equal(named.Order(), WebhookRoutes.All.Keys.Order());
    }

    [Fact]
    public void Each_route_is_served_by_a_function_and_no_function_serves_another()
    {
        var served = typeof(WebhookRoutes).Assembly.GetTypes().SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetParameters())
            .Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()?.Route)
            .Where(route => route?.StartsWith("twilio/", StringComparison.Ordinal) == true);
        Assert.Equal(WebhookRoutes.All.Keys.Order(), served.Order());
    }

    [Theory]
    [InlineData(WebhookRoutes.Answer, "twilio/voice/answer#rc=1&rp=all&ct=1500&rt=5000")]
    [InlineData(WebhookRoutes.Status, "twilio/voice/status#rc=3&rp=all&ct=2000&rt=8000")]
    [InlineData(WebhookRoutes.Message, "twilio/messages/receive#rc=3&rp=all&ct=2000&rt=5000")]
    public void The_read_me_tells_where_a_number_is_pointed(string route, string address)
    {
        Assert.Equal(new Uri(Origin, address), WebhookRoutes.At(Origin, route));
        Assert.Contains($"/{address}`", File.ReadAllText(Path.Combine(Oracle.Root, "README.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_step_needs_stands_before_the_fragment() => Assert.Equal(
        "https://tips.example.org/twilio/voice/menu?language=en#rc=1&rp=all&ct=1500&rt=5000",
        WebhookRoutes.At(Origin, WebhookRoutes.Menu, "?language=en").OriginalString);
}
