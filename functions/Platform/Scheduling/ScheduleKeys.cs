using Hotline.Platform.Storage;

namespace Hotline.Platform.Scheduling;

/// <summary>The keys of the rows that say when a scheduled task is due: one partition, and a row for each under its name.</summary>
public static class ScheduleKeys
{
    /// <summary>The rows' partition.</summary>
    public const string Partition = "schedule";

    /// <summary>All tasks.</summary>
    public static readonly KeyRange All = KeyRange.Under("task|");

    /// <summary>A task's row.</summary>
    public static string Of(IScheduledTask task) => $"task|{task.GetType().Name}";
}
