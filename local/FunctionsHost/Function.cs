using System.Text.Json;
using Hotline.Local.FunctionsHost.Rpc;

namespace Hotline.Local.FunctionsHost;

/// <summary>A function of the app, as its worker describes it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Trigger">What starts it, settings resolved.</param>
/// <param name="IsDisabled">Switched off by setting: it is never loaded, and nothing starts it.</param>
internal sealed record Function(string Name, Trigger Trigger, bool IsDisabled)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { AllowOutOfOrderMetadataProperties = true };

    /// <summary>Reads what a worker says of a function.</summary>
    /// <exception cref="FunctionAppException">This host can't start such a function, or a setting is missing.</exception>
    public static Function Read(RpcFunctionMetadata metadata, AppSettings settings)
    {
        foreach (var raw in metadata.RawBindings)
        {
            using var binding = JsonDocument.Parse(raw);
            var type = binding.RootElement.GetProperty("type").GetString()!;
            if (type.EndsWith("Trigger", StringComparison.OrdinalIgnoreCase))
                return Read(metadata.Name, type, binding.RootElement, settings);
        }
        throw new FunctionAppException($"The function {metadata.Name} has no trigger: give one of its parameters a trigger attribute.");
    }

    private static Function Read(string name, string type, JsonElement binding, AppSettings settings)
    {
        try
        {
            var trigger = binding.Deserialize<Trigger>(Json)!;
            var disabled = settings.Disable(name);
            return new Function(name, disabled ? trigger : Accept(name, type, trigger, settings), disabled);
        }
        catch (JsonException e)
        {
            throw new FunctionAppException($"The function {name} has a {type} that this host can't read: {e.Message}", e);
        }
    }

    // Whatever this host would serve otherwise than Azure does, it refuses: better no start than a quiet difference.
    private static Trigger Accept(string name, string type, Trigger trigger, AppSettings settings) => trigger switch
    {
        HttpTrigger { AuthorizationLevel: var level } http => level.Equals("Anonymous", StringComparison.OrdinalIgnoreCase)
            ? http with { Route = http.Route ?? name }
            : throw new FunctionAppException(
                $"The function {name} asks for a key ({level}), and this host has none: state AuthorizationLevel.Anonymous."),
        TimerTrigger timer => timer with { Schedule = settings.Resolve(timer.Schedule) },
        ServiceBusTrigger { IsSessionsEnabled: false, AutoCompleteMessages: true, Cardinality: "One" } queue =>
            queue with { QueueName = settings.Resolve(queue.QueueName) },
        ServiceBusTrigger => throw new FunctionAppException(
            $"The function {name} wants sessions, batches or its own settlement, which this host lacks: take one message and let it be completed."),
        _ => throw new FunctionAppException(
            $"The function {name} has a {type}, which this host does not know: disable it with the setting AzureWebJobs.{name}.Disabled."),
    };
}
