using System.Text.Json.Nodes;
using Hotline.Local.Host.Rpc;

namespace Hotline.Local.Host;

/// <summary>A function that the worker has, by its trigger binding.</summary>
/// <param name="Id">The worker's id of it.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type">The trigger's type, such as <c>httpTrigger</c>.</param>
/// <param name="Parameter">The parameter that takes the trigger's data.</param>
/// <param name="Binding">The trigger's binding, as in functions.metadata.</param>
/// <param name="Metadata">What the worker said, to be echoed when it is loaded.</param>
internal sealed record FunctionInfo(string Id, string Name, string Type, string Parameter, JsonNode Binding, RpcFunctionMetadata Metadata)
{
    /// <summary>The trigger's type of an HTTP function.</summary>
    public const string Http = "httpTrigger";

    /// <summary>The trigger's type of a timer function.</summary>
    public const string Timer = "timerTrigger";

    /// <summary>The trigger's type of a queue function.</summary>
    public const string ServiceBus = "serviceBusTrigger";

    /// <summary>Reads the worker's metadata.</summary>
    public static FunctionInfo Of(RpcFunctionMetadata metadata)
    {
        var trigger = metadata.RawBindings.Select(raw => JsonNode.Parse(raw)!)
            .Single(binding => ((string)binding["type"]!).EndsWith("Trigger", StringComparison.OrdinalIgnoreCase));
        return new FunctionInfo(
            metadata.FunctionId, metadata.Name, (string)trigger["type"]!, (string)trigger["name"]!, trigger, metadata);
    }

    /// <summary>A text of the binding, in which <c>%Name%</c> stands for an app setting.</summary>
    public string? Text(string property, FunctionAppOptions app) =>
        (string?)Binding[property] is { } text && text.Length > 2 && text[0] == '%' && text[^1] == '%'
            ? app.Setting(text[1..^1]) ?? throw new InvalidOperationException($"{Name} needs the setting {text[1..^1]}.")
            : (string?)Binding[property];
}
