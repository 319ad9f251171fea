using System.Reflection;
using System.Text.Json.Nodes;
using System.Xml;
using Hotline.Local.FunctionsHost;
using Hotline.Local.Line;
using Hotline.Local.Line.Keys;
using Hotline.Platform.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Tests.Infra;

/// <summary>The stand-ins of the line on this machine are set as the deployment is: a kinder one hides what happens there.</summary>
[Collection(nameof(Deployments))]
public sealed class StandInTests(Deployments deployments)
{
    // What LineSettings and a deployment set, each to its own: addresses and secrets.
    private static readonly string[] Own =
    [
        "Hotline__PublicUrl", "Hotline__SealingKeys", "Hotline__Storage__", "ServiceBus", "Hotline__Review__Pepper",
        "Hotline__Outreach__IntakeUrl", "Hotline__SignIn__", "Hotline__Twilio__", "Hotline__Speech__",
    ];

    // What HostJson reads of host.json, and what only says how much the host logs.
    private static readonly string[] Obeyed =
    [
        "functionTimeout", "extensions.http.routePrefix", "extensions.serviceBus.prefetchCount",
        "extensions.serviceBus.maxConcurrentCalls", "extensions.serviceBus.autoCompleteMessages",
        "extensions.serviceBus.maxAutoLockRenewalDuration", "version", "telemetryMode", "logging.",
    ];

    [Fact]
    public void Queues_have_the_same_locks_and_delivery_counts()
    {
        var here = LocalHotline.Queues.Select(queue => (queue.Name, queue.MaxDeliveryCount, queue.LockDuration)).Order();
        foreach (var deployment in deployments.Both)
        {
            var queues = deployment.Of("Microsoft.ServiceBus/namespaces/queues");
            Assert.Equal(
                queues.Select(queue => (
                    Name: ((string)queue["name"]!).Split('/')[^1], Count: (int)queue["properties"]!["maxDeliveryCount"]!,
                    Lock: XmlConvert.ToTimeSpan((string)queue["properties"]!["lockDuration"]!))).Order(),
                here);
            // The stand-in knows neither.
            Assert.All(queues, queue => Assert.False((bool?)queue["properties"]!["requiresDuplicateDetection"] ?? false));
            Assert.All(queues, queue => Assert.Null(queue["properties"]!["defaultMessageTimeToLive"]));
        }
    }

    [Fact]
    public void The_stand_in_obeys_all_of_host_json_and_no_app_setting_changes_it()
    {
        var file = JsonNode.Parse(File.ReadAllText(Path.Combine(Oracle.Root, "host.json")))!;
        Assert.All(Leaves("", file), leaf => Assert.Contains(Obeyed, name => leaf.StartsWith(name, StringComparison.Ordinal)));
        var here = HostJson.Read(SharedParts.App);
        var bus = file["extensions"]!["serviceBus"]!;
        Assert.Equal(
            (
                (string)file["functionTimeout"]!, (int)bus["maxConcurrentCalls"]!, (int)bus["prefetchCount"]!,
                (string)bus["maxAutoLockRenewalDuration"]!),
            ($"{here.FunctionTimeout}", here.MaxConcurrentCalls, here.PrefetchCount, $"{here.MaxAutoLockRenewalDuration}"));
        Assert.True((bool)bus["autoCompleteMessages"]!, "The stand-in completes what a function took.");
        // A function that runs longer than its lock is renewed is given out twice.
        Assert.True(here.MaxAutoLockRenewalDuration >= here.FunctionTimeout);
        Assert.All(deployments.Both, deployment => Assert.DoesNotContain(
            deployment.Settings("intake").Keys.Concat(deployment.Settings("review").Keys),
            name => name.StartsWith("AzureFunctionsJobHost", StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public void Every_timer_has_its_schedule_in_the_code_where_no_app_setting_changes_it()
    {
        var timers =
            from type in typeof(FunctionRoutes).Assembly.GetTypes()
            from method in type.GetMethods()
            from parameter in method.GetParameters()
            let timer = parameter.GetCustomAttribute<TimerTriggerAttribute>()
            where timer is not null
            select timer.Schedule;
        Assert.All(timers, schedule => Assert.DoesNotContain('%', schedule));
        // Null: all fire.
        Assert.Null(new FunctionAppOptions { Name = "", AppDirectory = "", Settings = new Dictionary<string, string>() }.Timers);
    }

    [Theory]
    [InlineData("intake")]
    [InlineData("review")]
    public void What_is_no_address_and_no_secret_is_set_to_the_same(string room)
    {
        var options = new LocalOptions
        {
            DataDirectory = "", AppDirectory = "", AzuritePackage = "", Environment = new Dictionary<string, string>(),
        };
        var (line, keys) = (new LineSettings(options, "storage", "bus", null), new SealingKeys("public", "private", "pepper"));
        var here = (room == "intake" ? line.Intake(keys) : line.Review(keys, null))
            .Where(setting => !Own.Any(name => setting.Key.StartsWith(name, StringComparison.Ordinal)));
        Assert.All(deployments.Both, deployment => Assert.All(
            here, setting => Assert.Equal(setting.Value, deployment.Settings(room).GetValueOrDefault(setting.Key))));
        Assert.Contains(here, setting => setting.Key == "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT");
    }

    private static IEnumerable<string> Leaves(string path, JsonNode? node) => node is JsonObject parent
        ? parent.SelectMany(child => Leaves(path.Length == 0 ? child.Key : $"{path}.{child.Key}", child.Value))
        : [path];
}
