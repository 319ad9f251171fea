using System.Globalization;
using System.Text.Json;
using Hotline.Local.Host.Rpc;
using Microsoft.Extensions.Logging;
using NCrontab;

namespace Hotline.Local.Host;

/// <summary>Fires a timer function by its NCRONTAB schedule, never twice at once.</summary>
internal sealed partial class TimerListener(FunctionInfo function, FunctionAppOptions app, Invoker invoker, TimeProvider time, ILogger log)
{
    private readonly CrontabSchedule schedule = CrontabSchedule.Parse(
        function.Text("schedule", app)!, new CrontabSchedule.ParseOptions { IncludingSeconds = true });

    private DateTime? last;

    /// <summary>Fires until stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        if ((bool?)function.Binding["runOnStartup"] == true)
            await FireAsync(stop);
        while (!stop.IsCancellationRequested)
        {
            var now = time.GetUtcNow().UtcDateTime;
            await Task.Delay(schedule.GetNextOccurrence(now) - now, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!stop.IsCancellationRequested)
                await FireAsync(stop);
        }
    }

    /// <summary>Fires once, now.</summary>
    public async Task FireAsync(CancellationToken stop)
    {
        try
        {
            var channel = await invoker.WaitAsync(stop);
            await invoker.InvokeAsync(
                channel, function, Guid.NewGuid().ToString(), new TypedData { Json = Info() }, new Dictionary<string, TypedData>(), null, CancellationToken.None);
            last = time.GetUtcNow().UtcDateTime;
        }
        catch (Exception e) when (e is FunctionFailedException or WorkerLostException)
        {
            LogFailed(function.Name, e.Message);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped while no worker was there.
        }
    }

    private string Info()
    {
        var now = time.GetUtcNow().UtcDateTime;
        return JsonSerializer.Serialize(new
        {
            Schedule = new { AdjustForDST = true },
            ScheduleStatus = last is null ? null : new { Last = Text(last.Value), Next = Text(schedule.GetNextOccurrence(now)), LastUpdated = Text(last.Value) },
            IsPastDue = false,
        });

        static string Text(DateTime at) => at.ToString("O", CultureInfo.InvariantCulture);
    }

    [LoggerMessage(1, LogLevel.Warning, "Timer {Function}: {Reason}")]
    private partial void LogFailed(string function, string reason);
}
