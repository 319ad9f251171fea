using System.Net;
using Hotline.Local.FunctionsHost;
using Microsoft.Extensions.Logging;

namespace Hotline.Tests.Local.FunctionsHost;

/// <summary>Functions in groups, each in workers of its own.</summary>
public sealed class GroupTests
{
    private static CancellationToken Stop => ProbeApp.Stop;

    [Fact]
    public void HTTP_is_together_each_queue_alone_and_what_is_rare_shares_a_worker()
    {
        Function[] functions =
        [
            Timer("Sweep", "*/30 * * * * *"), Timer("Tick", "20 * * * * *"), Queue("Take", "tips"), Timer("Forget", "0 7 * * * *"),
            new("Answer", new HttpTrigger { Parameter = "request" }, false), Queue("Move", "tips/$DeadLetterQueue"),
            new("Ask", new HttpTrigger { Parameter = "request" }, false),
            new("Off", new HttpTrigger { Parameter = "request" }, true),
        ];
        Assert.Equal(
            [("HTTP", "Answer Ask", 3), ("Sweep", "Sweep", 1), ("what is rare", "Tick Forget Move", 1), ("Take", "Take", 3)],
            from scaled in FunctionGroup.Of(functions, 3)
            select (scaled.Name, string.Join(' ', scaled.Functions.Select(one => one.Name)), scaled.Instances));
        Assert.Equal((7, 1), FunctionGroup.Of(functions, null) is [var all] ? (all.Functions.Count, all.Instances) : default);
    }

    [Fact]
    public async Task Workers_of_a_group_answer_in_turn_and_one_that_goes_ends_what_it_runs()
    {
        await using var app = await ProbeApp.StartAsync(
            change: options => options with { Instances = 2, DrainTimeout = TimeSpan.FromMinutes(5) });
        var workers = app.Host.Instances.Select(instance => (instance.Group.Name, Process: instance.Workers.ProcessId)).ToList();
        Assert.Equal([FunctionGroup.Http, FunctionGroup.Http, FunctionGroup.Rare], workers.Select(worker => worker.Name));
        int?[] answered = [await app.AnsweringProcessAsync(), await app.AnsweringProcessAsync()];
        Assert.Equal(workers.Take(2).Select(worker => worker.Process).Order(), answered.OfType<int>().Order());

        var sent = new TaskCompletionSource();
        var answering = new List<Task<HttpResponseMessage>>();
        await PostAsync();
        // Reading the notes takes a turn as well: where that came between the posts, both are with one worker, and another is sent.
        while ((await PostAsync()).Contains("digesting ?1"))
            Assert.InRange(answering.Count, 1, 20);
        var leaving = app.Host.ScaleInAsync(FunctionGroup.Http, Stop);
        Assert.Equal(workers[0].Process, await app.AnsweringProcessAsync());
        Assert.Equal(workers[0].Process, await app.AnsweringProcessAsync());
        Assert.False(leaving.IsCompleted);
        sent.SetResult();
        Assert.All(await Task.WhenAll(answering), answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal(workers[1].Process, await leaving);
        Assert.DoesNotContain(app.Logs.Entries, entry => entry.Level >= LogLevel.Warning);

        // The notes of the worker that it went to, once it is being read there.
        async Task<string[]> PostAsync()
        {
            answering.Add(app.Client.PostAsync($"digest?{answering.Count + 1}", new SteadyContent(sent.Task), Stop));
            string[] notes = [];
            await Eventually.TrueAsync(async () => (notes = await app.NotesAsync()).Contains($"digesting ?{answering.Count}"), Stop);
            return notes;
        }
    }

    private static Function Timer(string name, string schedule) =>
        new(name, new TimerTrigger { Parameter = "timer", Schedule = schedule }, false);

    private static Function Queue(string name, string queue) =>
        new(name, new ServiceBusTrigger { Parameter = "body", QueueName = queue }, false);
}
