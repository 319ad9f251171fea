using System.Text.Json.Serialization;

namespace Hotline.Local.FunctionsHost;

/// <summary>What starts a function, as functions.metadata writes it.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", IgnoreUnrecognizedTypeDiscriminators = true)]
[JsonDerivedType(typeof(HttpTrigger), "httpTrigger")]
[JsonDerivedType(typeof(TimerTrigger), "timerTrigger")]
[JsonDerivedType(typeof(ServiceBusTrigger), "serviceBusTrigger")]
internal record Trigger
{
    /// <summary>The parameter that takes it.</summary>
    [JsonPropertyName("name")]
    public required string Parameter { get; init; }
}

/// <summary>A request. Without a route, the function's name is its route.</summary>
internal sealed record HttpTrigger : Trigger
{
    /// <summary>The route's template, without host.json's prefix.</summary>
    public string? Route { get; init; }

    /// <summary>The methods it takes; all where it names none.</summary>
    public IReadOnlyList<string> Methods { get; init; } = [];

    /// <summary>Who may call it; <c>Function</c> where it names none.</summary>
    [JsonPropertyName("authLevel")]
    public string AuthorizationLevel { get; init; } = "Function";
}

/// <summary>A moment.</summary>
internal sealed record TimerTrigger : Trigger
{
    /// <summary>Six fields of NCRONTAB, in UTC.</summary>
    public required string Schedule { get; init; }

    /// <summary>Whether the host's start fires it too.</summary>
    public bool RunOnStartup { get; init; }
}

/// <summary>A message of a queue.</summary>
internal sealed record ServiceBusTrigger : Trigger
{
    /// <summary>The queue; with <c>/$DeadLetterQueue</c> behind it, its dead letters.</summary>
    public required string QueueName { get; init; }

    /// <summary>Whether it takes what a queue could not deliver.</summary>
    [JsonIgnore]
    public bool IsDeadLetters => QueueName.EndsWith("/$DeadLetterQueue", StringComparison.OrdinalIgnoreCase);

    /// <summary>The setting that holds the connection string.</summary>
    public string Connection { get; init; } = "AzureWebJobsServiceBus";

    /// <summary><c>One</c> or <c>Many</c>: how many messages an invocation takes.</summary>
    public string Cardinality { get; init; } = "One";

    /// <summary>Whether the queue has sessions.</summary>
    public bool IsSessionsEnabled { get; init; }

    /// <summary>Whether the host completes the message.</summary>
    public bool AutoCompleteMessages { get; init; } = true;
}
