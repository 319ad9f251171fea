namespace Hotline.Local.Bench;

/// <summary>What was measured of one app; each list holds one figure a round or start.</summary>
internal sealed record Figures
{
    private static readonly Step[] Steps = Enum.GetValues<Step>();

    /// <summary>Milliseconds of CPU for each webhook, of the app's process.</summary>
    public IReadOnlyDictionary<Step, List<double>> Cpu { get; } = Steps.ToDictionary(step => step, _ => new List<double>());

    /// <summary>Milliseconds of CPU for each webhook, of the functions host before it.</summary>
    public List<double> HostCpu { get; } = [];

    /// <summary>Milliseconds of CPU for each webhook at the fixed rate, of the app's process.</summary>
    public List<double> CpuAtRate { get; } = [];

    /// <summary>The answers with all connections busy.</summary>
    public IReadOnlyDictionary<Step, List<Latencies>> Busy { get; } = Steps.ToDictionary(step => step, _ => new List<Latencies>());

    /// <summary>The answers at the fixed rate, at which all steps come in turn.</summary>
    public IReadOnlyDictionary<Step, List<Latencies>> AtRate { get; } = Steps.ToDictionary(step => step, _ => new List<Latencies>());

    /// <summary>Milliseconds from the start of the process to the first valid TwiML.</summary>
    public List<double> Start { get; } = [];

    /// <summary>The peak of resident memory, in MB.</summary>
    public List<double> Memory { get; } = [];

    /// <summary>The same of a process that derived no receipt.</summary>
    public List<double> MemoryWithoutReceipts { get; } = [];

    /// <summary>Milliseconds of CPU for a sender's first text, its receipt given and another one made.</summary>
    public List<double> Receipt { get; } = [];

    /// <summary>Requests to storage, and messages on the queue, that a webhook makes.</summary>
    public Dictionary<Step, (int Storage, int Bus)> Requests { get; } = [];

    /// <summary>The mean over the steps, round by round.</summary>
    public IReadOnlyList<double> MeanCpu =>
        [.. Enumerable.Range(0, Cpu[Step.Call].Count).Select(round => Steps.Average(step => Cpu[step][round]))];

    /// <summary>How many webhooks were not answered well.</summary>
    public int Failed => AtRate.Values.Concat(Busy.Values).Sum(rounds => rounds.Sum(latencies => latencies.Failed));
}
