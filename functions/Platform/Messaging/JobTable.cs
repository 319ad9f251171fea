using Hotline.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Platform.Messaging;

/// <summary>The jobs of a room's own queue.</summary>
public interface IJobTable
{
    /// <summary>Reads a message, and finds who does what it asks for.</summary>
    /// <exception cref="NewerVersionException">This version knows no such job.</exception>
    /// <exception cref="FormatException">It is not a message of the room; Intake's reader.</exception>
    /// <exception cref="RefusedException">It is not a message of the room; Review's reader.</exception>
    QueueWork Read(string body);
}

/// <summary>Which record a message of a room's own queue is, by its kind, and who handles it.</summary>
/// <typeparam name="TMessage">The message as it is written.</typeparam>
/// <param name="handlers">Where the handlers are registered.</param>
/// <param name="read">Reads a message.</param>
/// <param name="kindOf">The kind that it names.</param>
public sealed class JobTable<TMessage>(IServiceProvider handlers, Func<string, TMessage> read, Func<TMessage, string> kindOf) : IJobTable
{
    private readonly Dictionary<string, Func<TMessage, QueueWork>> jobs = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The kinds of the jobs that it has.</summary>
    public IReadOnlyCollection<string> Kinds => jobs.Keys;

    /// <summary>Adds a job.</summary>
    /// <param name="kind">Its kind, as messages name it.</param>
    /// <param name="jobOf">Makes its record.</param>
    public JobTable<TMessage> Add<TJob, THandler>(string kind, Func<TMessage, TJob> jobOf) where THandler : notnull, IJobHandler<TJob>
    {
        jobs.Add(kind, message => WorkOf(jobOf(message), handlers.GetRequiredService<THandler>()));
        return this;
    }

    /// <inheritdoc/>
    public QueueWork Read(string body)
    {
        var message = read(body);
        return jobs.TryGetValue(kindOf(message), out var workOf)
            ? workOf(message) : throw new NewerVersionException("The message orders work that this version does not do.");
    }

    private static QueueWork WorkOf<TJob>(TJob job, IJobHandler<TJob> handler) => new(
        stop => handler.HandleAsync(job, stop), handler.Patience,
        handler is IJobLastTry<TJob> last ? stop => last.GiveUpAsync(job, stop) : null);
}
