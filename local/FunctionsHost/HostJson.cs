using Microsoft.Extensions.Configuration;

namespace Hotline.Local.FunctionsHost;

/// <summary>What this host obeys of host.json (https://learn.microsoft.com/azure/azure-functions/functions-host-json).</summary>
/// <param name="RoutePrefix">What every HTTP route begins with; may be empty.</param>
/// <param name="FunctionTimeout">When a running invocation is cancelled; infinite where host.json says -1.</param>
/// <param name="MaxConcurrentCalls">How many messages of one queue run at once.</param>
/// <param name="PrefetchCount">How many messages of one queue are fetched ahead.</param>
/// <param name="MaxAutoLockRenewalDuration">How long a running message's lock is renewed.</param>
internal sealed record HostJson(
    string RoutePrefix, TimeSpan FunctionTimeout, int MaxConcurrentCalls, int PrefetchCount, TimeSpan MaxAutoLockRenewalDuration)
{
    /// <summary>Reads a folder's host.json; what it leaves out is as on the Functions host.</summary>
    /// <exception cref="FunctionAppException">There is none.</exception>
    public static HostJson Read(string appDirectory)
    {
        var file = Path.Combine(appDirectory, "host.json");
        if (!File.Exists(file))
            throw new FunctionAppException($"There is no host.json in {appDirectory}: build or publish the function app to it first.");
        var json = new ConfigurationBuilder().AddJsonFile(Path.GetFullPath(file)).Build();
        var bus = json.GetSection("extensions:serviceBus");
        return new HostJson(
            (json["extensions:http:routePrefix"] ?? "api").Trim('/'),
            json["functionTimeout"] is "-1" ? Timeout.InfiniteTimeSpan : json.GetValue("functionTimeout", TimeSpan.FromMinutes(30)),
            bus.GetValue("maxConcurrentCalls", 16),
            bus.GetValue("prefetchCount", 0),
            bus.GetValue("maxAutoLockRenewalDuration", TimeSpan.FromMinutes(5)));
    }
}
