using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>
/// Stands in for the attribute of Microsoft.Azure.Functions.Worker.Extensions.ServiceBus where the package source lacks that package;
/// <c>-p:ServiceBusTrigger=true</c> references the package and leaves this file out. Same name, namespace and members, so the
/// generated binding is the same.
/// </summary>
/// <param name="queueName">The queue whose messages start the function.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ServiceBusTriggerAttribute(string queueName) : TriggerBindingAttribute, ISupportCardinality
{
    /// <summary>The queue whose messages start the function.</summary>
    public string QueueName { get; } = queueName;

    /// <summary>The app setting, or prefix of settings, that names the Service Bus namespace.</summary>
    public string? Connection { get; set; }

    /// <summary>Whether the queue has sessions.</summary>
    public bool IsSessionsEnabled { get; set; }

    /// <summary>Whether the function takes several messages at once.</summary>
    [DefaultValue(false)]
    public bool IsBatched { get; set; }

    /// <summary>Whether the host completes a message when the function has returned.</summary>
    public bool AutoCompleteMessages { get; set; } = true;

    Cardinality ISupportCardinality.Cardinality
    {
        get => IsBatched ? Cardinality.Many : Cardinality.One;
        set => IsBatched = value == Cardinality.Many;
    }
}
