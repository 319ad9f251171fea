using Microsoft.Azure.Functions.Worker;

namespace Hotline.Probe;

public sealed class TimerProbes(Board board)
{
    [Function("Tick")]
    public void Tick([TimerTrigger("%Probe__Schedule%")] TimerInfo timer) =>
        board.Note($"tick, {(timer.ScheduleStatus is null ? "first" : "again")}");

    [Function("Begin")]
    public void Begin([TimerTrigger("0 0 0 1 1 *", RunOnStartup = true)] TimerInfo timer) => board.Note("begun");
}
