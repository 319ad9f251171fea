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
        var after = given.Where(part => part is { Job: null, Answered: { } answered } && Arrived(part) is { Count: > 0 } came && came[0].Enqueued > answered)
            .Select(part => Arrived(part)[0].Enqueued - part.Answered!.Value).ToList();
        return string.Create(CultureInfo.InvariantCulture, $"""
            Answered with 2xx: what brings {given.Count(part => part.Answered is not null)} of {given.Count} parts; Twilio kept {given.Count(part => part.Answered is null)}, which reconciliation asks for.
            On the bus: {arrived.Count} parts, {arrived.Values.Sum(part => part.Count - 1)} of them sent again under the same id; {after.Count} came after their answer by a sweep, the last {(after.Count == 0 ? 0 : after.Max().TotalSeconds):0.0} s after it.
            {Missing.Count} missing, {Late.Count} late, {Twice.Count} twice.
            {string.Join('\n', Missing.Select(id => $"missing: {id}").Concat(Late.Select(id => $"late: {id}")).Concat(Twice.Select(id => $"twice: {id}")).Take(20))}
            """).TrimEnd();
    }

    private bool IsLate(GivenPart part)
    {
        if (part.Answered is not { } answered || Arrived(part) is not [var (enqueued, _), ..])
            return false;
        if (part.Job is null)
            return enqueued > intake.SweptBy(answered);
        var runs = intake.Runs.Where(run => run.Function == nameof(DoIntakeWork) && run.MessageId == part.Job).ToList();
        return runs.Select(run => run.Enqueued).Min() > intake.SweptBy(answered)
            || (runs.Where(run => run.Ended <= enqueued).Select(run => (DateTimeOffset?)run.Ended).Max() is { } ended && enqueued > intake.SweptBy(ended));
    }

    // The first of them first.
    private IReadOnlyList<(DateTimeOffset Enqueued, TipId? Tip)> Arrived(GivenPart part) =>
        (part.Id.EndsWith('-') ? arrived.FirstOrDefault(one => one.Key.StartsWith(part.Id, StringComparison.Ordinal)).Value : arrived.GetValueOrDefault(part.Id))
        ?.OrderBy(one => one.Enqueued).ToList() ?? [];
}
