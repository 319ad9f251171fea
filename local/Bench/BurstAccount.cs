using System.Globalization;
using Azure.Messaging.ServiceBus;
using Hotline.Contracts;
using Hotline.Intake.Jobs;

namespace Hotline.Local.Bench;

/// <summary>What the bus has of what was given, and what it should not have.</summary>
internal sealed class BurstAccount
{
    private readonly Dictionary<string, List<(DateTimeOffset Enqueued, TipId? Tip)>> arrived;
    private readonly IReadOnlyCollection<GivenPart> given;
    private readonly ScaledIntake intake;

    private BurstAccount(
        ScaledIntake intake, IReadOnlyCollection<GivenPart> given, Dictionary<string, List<(DateTimeOffset Enqueued, TipId? Tip)>> arrived)
    {
        (this.intake, this.given, this.arrived) = (intake, given, arrived);
        Missing = [.. given.Where(part => Arrived(part).Count == 0).Select(part => part.Id)];
        Late = [.. given.Where(IsLate).Select(part => part.Id)];
        Twice =
        [
            .. arrived.Where(part => part.Value.Select(one => one.Tip).Distinct().Count() > 1).Select(part => part.Key),
            .. from text in given
               where text.Texter is not null
               group text by text.Texter into texts
               where texts.SelectMany(Arrived).Select(one => one.Tip).Distinct().Count() > 1
               select $"the tip of {texts.Count()} texts of one number",
        ];
    }

    /// <summary>What was given and is not on the bus.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <summary>
    /// What came later than a sweep explains: not by the end of the first sweep that could take it, counted from the answer; of what a job
    /// makes, the job from the answer, and the part from the job's end.
    /// </summary>
    public IReadOnlyList<string> Late { get; }

    /// <summary>
    /// What is two things now: a part in two tips, or one number's texts in two. A message that came again under its id is none of these:
    /// its receiver knows the id.
    /// </summary>
    public IReadOnlyList<string> Twice { get; }

    /// <summary>Whether nothing is missing, late or twice.</summary>
    public bool IsWhole => Missing.Count + Late.Count + Twice.Count == 0;

    /// <summary>Counts.</summary>
    /// <param name="bus">The connection string of the bus, whose queue <c>tips</c> nobody reads.</param>
    /// <param name="intake">Who sent it.</param>
    /// <param name="given">What was given.</param>
    public static async Task<BurstAccount> CountAsync(
        string bus, ScaledIntake intake, IReadOnlyCollection<GivenPart> given, CancellationToken stop)
    {
        await using var client = new ServiceBusClient(bus);
        await using var tips = client.CreateReceiver(Queues.Tips);
        var messages = new List<ServiceBusReceivedMessage>();
        while (await tips.PeekMessagesAsync(250, messages.Count == 0 ? 0 : messages[^1].SequenceNumber + 1, stop) is { Count: > 0 } more)
            messages.AddRange(more);
        return new BurstAccount(intake, given, messages.GroupBy(message => message.MessageId).ToDictionary(
            part => part.Key,
            part => part.Select(message => (message.EnqueuedTime, Envelope.Read(message.Body.ToString()).Tip)).ToList()));
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var after = (
            from part in given
            where part.Job is null && part.Answered is not null
            from came in Arrived(part).Take(1)
            select came.Enqueued - part.Answered!.Value into later
            where later > TimeSpan.Zero
            select later.TotalSeconds).ToList();
        var answered = given.Count(part => part.Answered is not null);
        var again = arrived.Values.Sum(part => part.Count - 1);
        var wrong = Missing.Select(id => $"missing: {id}").Concat(Late.Select(id => $"late: {id}")).Concat(Twice.Select(id => $"twice: {id}"));
        return string.Create(CultureInfo.InvariantCulture, $"""
            Of {given.Count} parts {answered} were ours by an answer with 2xx; {given.Count - answered} Twilio kept, for reconciliation.
            On the bus: {arrived.Count} parts. {again} messages came again under an id that it had.
            {after.Count} parts came by a sweep after their answer, the last {after.DefaultIfEmpty().Max():0.0} s after it.
            {Missing.Count} missing, {Late.Count} late, {Twice.Count} twice.
            {string.Join('\n', wrong.Take(20))}
            """).TrimEnd();
    }

    private bool IsLate(GivenPart part)
    {
        if (part.Answered is not { } answered || Arrived(part) is not [var (enqueued, _), ..])
            return false;
        if (part.Job is null)
            return enqueued > intake.SweptBy(answered);
        var runs = intake.Runs.Where(run => run.Function == nameof(DoIntakeWork) && run.MessageId == part.Job).ToList();
        var made = runs.Where(run => run.Ended <= enqueued).Select(run => (DateTimeOffset?)run.Ended).Max();
        return runs.Select(run => run.Enqueued).Min() > intake.SweptBy(answered)
            || (made is { } ended && enqueued > intake.SweptBy(ended));
    }

    // The first of them first.
    private IReadOnlyList<(DateTimeOffset Enqueued, TipId? Tip)> Arrived(GivenPart part) =>
        (part.Id.EndsWith('-')
            ? arrived.FirstOrDefault(one => one.Key.StartsWith(part.Id, StringComparison.Ordinal)).Value
            : arrived.GetValueOrDefault(part.Id))
        ?.OrderBy(one => one.Enqueued).ToList() ?? [];
}
