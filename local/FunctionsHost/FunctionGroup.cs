namespace Hotline.Local.FunctionsHost;

/// <summary>
/// Functions that share a worker, and how many workers they have. Flex Consumption scales all HTTP functions together and every other one
/// alone (https://learn.microsoft.com/azure/azure-functions/flex-consumption-plan#per-function-scaling). Here those that rarely have
/// anything to do share one worker, since each costs more than a second of processor time to start.
/// </summary>
/// <param name="Name">The one function's name, or what they have in common.</param>
/// <param name="Functions">Those that are not switched off.</param>
/// <param name="Instances">How many workers; what a timer fires runs on one.</param>
internal sealed record FunctionGroup(string Name, IReadOnlyList<Function> Functions, int Instances)
{
    /// <summary>The HTTP functions.</summary>
    public const string Http = "HTTP";

    /// <summary>What moves dead letters, and timers that fire once a minute at most.</summary>
    public const string Rare = "what is rare";

    private static readonly TimeSpan Often = TimeSpan.FromMinutes(1);

    /// <summary>An app's groups, the HTTP functions first.</summary>
    /// <param name="functions">The app's functions.</param>
    /// <param name="instances">How many workers the HTTP functions have, and each queue's function; null: one worker runs all.</param>
    public static IReadOnlyList<FunctionGroup> Of(IEnumerable<Function> functions, int? instances)
    {
        var served = functions.Where(function => !function.IsDisabled).ToList();
        return instances is not { } many
            ? [new("all", served, 1)]
            : [
                .. from function in served
                   group function by NameOf(function) into named
                   orderby named.Key != Http
                   select new FunctionGroup(
                       named.Key, [.. named], named.Key == Rare || named.First().Trigger is TimerTrigger ? 1 : many),
            ];
    }

    private static string NameOf(Function function) => function.Trigger switch
    {
        HttpTrigger => Http,
        ServiceBusTrigger { IsDeadLetters: true } => Rare,
        TimerTrigger timer when PauseOf(function.Name, timer) >= Often => Rare,
        _ => function.Name,
    };

    private static TimeSpan PauseOf(string function, TimerTrigger timer)
    {
        var schedule = TimerListener.ScheduleOf(function, timer);
        var first = schedule.GetNextOccurrence(DateTime.UnixEpoch);
        return schedule.GetNextOccurrence(first) - first;
    }
}
