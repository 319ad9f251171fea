using Hotline.Local.Twilio.Account;

namespace Hotline.Tests.EndToEnd.Chaos;

/// <summary>Something that breaks, and is whole again when its task ends.</summary>
/// <param name="Name">What the report calls it.</param>
/// <param name="StrikeAsync">Breaks it; the random numbers are the plan's.</param>
internal sealed record Fault(string Name, Func<ChaosWorld, Random, CancellationToken, Task> StrikeAsync)
{
    private static readonly IReadOnlyList<string> WebhookKinds =
        [WebhookKind.Recording, WebhookKind.Recorded, WebhookKind.Status, WebhookKind.Message, WebhookKind.Answer];

    /// <summary>Whether it fills the broker's disk, which has to be a small one.</summary>
    public bool NeedsSmallDisk { get; private init; }

    /// <summary>Whether it sets our own clock off, which takes a library.</summary>
    public bool NeedsMovedClock { get; private init; }

    /// <summary>Whether it can strike here.</summary>
    public bool IsPossible(ChaosWorld world) =>
        (!NeedsSmallDisk || world.BrokerDisk is not null) && (!NeedsMovedClock || MovedClock.IsThere);

    /// <summary>Whether another may strike meanwhile: not while a process is killed, halted or started.</summary>
    public bool Overlaps => !(Name.Contains("killed", StringComparison.Ordinal) || Name.Contains("restarted", StringComparison.Ordinal));

    /// <summary>All kinds. Azurite is never killed: it loses what it has acknowledged, which the real service does not.</summary>
    public static readonly IReadOnlyList<Fault> Kinds =
    [
        new("intake's worker killed", (world, random, _) => KillWorkerAsync(Intake(world, random), random)),
        new("review's worker killed", (world, random, _) => KillWorkerAsync(world.Review, random)),
        new("intake's worker halted", (world, random, _) => HaltWorkerAsync(Intake(world, random), random)),
        new("review's worker halted", (world, random, _) => HaltWorkerAsync(world.Review, random)),
        new("intake's host killed", (world, random, stop) => RestartAsync(Intake(world, random).Host, random, stop)),
        new("review's host killed", (world, random, stop) => RestartAsync(world.Review.Host, random, stop)),
        new("intake's host halted", (world, random, _) => Intake(world, random).Host.HaltAsync(Seconds(random, 1, 8))),
        new("both intakes killed", async (world, random, stop) => await Task.WhenAll(
            world.Intakes.Select(app => RestartAsync(app.Host, random, stop)))),
        new("broker killed", (world, random, stop) => RestartAsync(world.Broker, random, stop)),
        new("broker halted", (world, random, _) => world.Broker.HaltAsync(Seconds(random, 1, 8))),
        new("broker's disk full", (world, random, _) => world.BrokerDisk!.FillAsync(Seconds(random, 2, 6))) { NeedsSmallDisk = true },
        new("storage halted", (world, random, _) => ProcessPart.HaltAsync(world.Azurite.ProcessId, Seconds(random, 1, 6))),
        new("storage restarted", (world, _, stop) => world.RestartAzuriteAsync(stop)),
        new("intake's storage refusing", (world, random, stop) => Fails(world.IntakeStorage, StorageProxy.Fault.Refusing, random, stop)),
        new("intake's storage silent", (world, random, stop) => Fails(world.IntakeStorage, StorageProxy.Fault.Silent, random, stop)),
        new("intake's storage throttling", (world, random, stop) => Fails(
            world.IntakeStorage, StorageProxy.Fault.Throttling, random, stop)),
        new("review's storage refusing", (world, random, stop) => Fails(world.ReviewStorage, StorageProxy.Fault.Refusing, random, stop)),
        new("review's storage silent", (world, random, stop) => Fails(world.ReviewStorage, StorageProxy.Fault.Silent, random, stop)),
        new("review's storage throttling", (world, random, stop) => Fails(
            world.ReviewStorage, StorageProxy.Fault.Throttling, random, stop)),
        new("storage's answer lost", (world, random, _) =>
        {
            (random.Next(2) == 0 ? world.IntakeStorage : world.ReviewStorage).LoseNextAnswer();
            return Task.CompletedTask;
        }),
        new("Twilio's API failing", (world, random, _) => Rest(world, 503, random)),
        new("Twilio's API throttling", (world, random, _) => Rest(world, 429, random)),
        new("Twilio's key refused", (world, random, _) => Rest(world, 401, random)),
        new("recordings cut off", async (world, random, stop) =>
        {
            world.Twilio.Misbehaviour.Sound = sound => sound[..(sound.Length / 3)];
            await Wait(random, stop);
            world.Twilio.Misbehaviour.Sound = null;
        }),
        new("Twilio's media not ready", (world, random, _) =>
        {
            world.Twilio.Misbehaviour.MediaNotReady = random.Next(1, 10);
            return Task.CompletedTask;
        }),
        new("Twilio's API silent", (world, random, _) =>
        {
            world.Twilio.Misbehaviour.FailRest(Misbehaviour.Silence, random.Next(1, 5));
            return Task.CompletedTask;
        }),
        new("callbacks sent twice", (world, random, stop) => MisbehavesAsync(world.Twilio.Misbehaviour.Duplicated, random, stop)),
        new("callbacks never sent", (world, random, stop) => MisbehavesAsync(world.Twilio.Misbehaviour.Dropped, random, stop)),
        new("callbacks late", async (world, random, stop) =>
        {
            var kind = WebhookKinds[random.Next(WebhookKinds.Count)];
            world.Twilio.Misbehaviour.Delayed[kind] = Seconds(random, 1, 8);
            await Wait(random, stop);
            world.Twilio.Misbehaviour.Delayed.Remove(kind);
        }),
        new("callbacks last first", async (world, random, stop) =>
        {
            world.Twilio.Misbehaviour.Reordered = true;
            await Wait(random, stop);
            world.Twilio.Misbehaviour.Reordered = false;
        }),
        new("Twilio's clock off", async (world, random, stop) =>
        {
            world.TwilioTime.Skew = TimeSpan.FromSeconds(random.Next(-240, 240));
            await Wait(random, stop);
            world.TwilioTime.Skew = TimeSpan.Zero;
        }),
        new("intake's clock off", (world, random, stop) => MoveAsync(Intake(world, random).Clock, random, stop)) { NeedsMovedClock = true },
        new("review's clock off", (world, random, stop) => MoveAsync(world.Review.Clock, random, stop)) { NeedsMovedClock = true },
    ];

    private static ChaosApp Intake(ChaosWorld world, Random random) => world.Intakes[random.Next(world.Intakes.Count)];

    private static TimeSpan Seconds(Random random, int least, int most) =>
        TimeSpan.FromSeconds(least + (random.NextDouble() * (most - least)));

    private static async Task Wait(Random random, CancellationToken stop) =>
        await Task.Delay(Seconds(random, 3, 9), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private static async Task KillWorkerAsync(ChaosApp app, Random random) =>
        ProcessPart.Signal(await WorkerOfAsync(app, random), "KILL");

    private static async Task HaltWorkerAsync(ChaosApp app, Random random) =>
        await ProcessPart.HaltAsync(await WorkerOfAsync(app, random), Seconds(random, 1, 8));

    // The host starts one in the place of another that has ended. In groups, any one of them.
    private static async Task<int> WorkerOfAsync(ChaosApp app, Random random)
    {
        while (true)
        {
            if (app.Host.ChildIds is { Count: > 0 } workers)
                return workers[random.Next(workers.Count)];
            await Task.Delay(100);
        }
    }

    private static async Task RestartAsync(ProcessPart part, Random random, CancellationToken stop)
    {
        var pause = Seconds(random, 0, 3);
        await part.KillAsync();
        await Task.Delay(pause, CancellationToken.None);
        await part.StartAsync(stop);
    }

    private static async Task Fails(StorageProxy storage, StorageProxy.Fault fault, Random random, CancellationToken stop)
    {
        storage.Fails = fault;
        await Wait(random, stop);
        storage.Fails = StorageProxy.Fault.None;
    }

    private static async Task MoveAsync(MovedClock clock, Random random, CancellationToken stop)
    {
        clock.Move(TimeSpan.FromSeconds(random.Next(-240, 240)));
        await Wait(random, stop);
        clock.Move(TimeSpan.Zero);
    }

    private static Task Rest(ChaosWorld world, int status, Random random)
    {
        world.Twilio.Misbehaviour.FailRest(status, random.Next(1, 8), retryAfter: status == 429 ? TimeSpan.FromSeconds(1) : null);
        return Task.CompletedTask;
    }

    private static async Task MisbehavesAsync(ISet<string> kinds, Random random, CancellationToken stop)
    {
        var kind = WebhookKinds[random.Next(WebhookKinds.Count)];
        kinds.Add(kind);
        await Wait(random, stop);
        kinds.Remove(kind);
    }
}
