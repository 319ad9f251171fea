using Hotline.Contracts;
using Hotline.Platform.Messaging;
using Hotline.Platform.Storage;
using Hotline.Platform.Telemetry;
using Hotline.Review.Ledger;
using Hotline.Review.Similarity;
using Hotline.Review.Table;
using Hotline.Review.Tips;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Twilio.Clients;
using Twilio.Exceptions;
using Twilio.Rest.Api.V2010.Account;
using Twilio.Types;

namespace Hotline.Review.Canary;

/// <summary>
/// Calls of our own through the whole line. A tip is a canary's because its CallSid was answered to a request that this room made, and
/// because of nothing else: who holds Intake, or calls from the same number, can hide no tip. That it is one is an event of its chain.
/// </summary>
public sealed partial class CanaryCalls(
    TipIndexReader listed, TipJournal tips, TipReader reader, SimilarTipFinder similar, ITwilioRestClient twilio, BusSenders bus,
    ReviewMac mac, IOptions<CanaryOptions> options, TimeProvider time, ILogger<CanaryCalls> log)
    : IJobHandler<RememberCanary>, IJobHandler<SettleCanary>
{
    /// <summary>Makes a call, and notes in its tip's chain that it is ours.</summary>
    public async Task CallAsync(CancellationToken stop)
    {
        if (await RequestAsync(stop) is not { } tip)
            return;
        try
        {
            await NoteAsync(tip, stop);
        }
        catch (Exception e) when (Transient.Is(e, stop))
        {
            // The call is made, and only here is it known whose it is: the queue keeps that until the table is there again.
            await bus.SendAsync(Queues.Review, RememberCanary.Marked(tip, mac).ToMessage(time.GetUtcNow()).ToBus(), stop);
        }
    }

    /// <summary>Notes later what the table did not take when the call was made.</summary>
    /// <exception cref="RefusedException">Somebody else ordered it: it would hide a report.</exception>
    public Task HandleAsync(RememberCanary job, CancellationToken stop) => job.IsOwn(mac)
        ? NoteAsync(job.Tip, stop)
        : throw new RefusedException("It says that a tip is of a call of our own, and Review did not make that call.");

    // Its parts may be there already; a second time changes nothing.
    private Task<TipState> NoteAsync(TipId tip, CancellationToken stop) => tips.ActAsync(
        tip, Actor.Line,
        state => state.IsCanary
            ? Decision.Nothing
            : new Decision(
                [new TestedEvent()],
                (transaction, _) => transaction.Announce(new SettleCanary(tip, null).ToMessage(time.GetUtcNow()))),
        stop);

    /// <summary>Closes a canary's tip once all of it has come. A second time it changes nothing.</summary>
    public async Task HandleAsync(SettleCanary job, CancellationToken stop)
    {
        var tip = job.Tip;
        var events = await reader.EventsAsync(tip, stop);
        if (!events.Any(e => e.Act == EventKind.Tested))
            return;
        await similar.ForgetAsync(tip, [.. events.TakeWhile(e => e.Act != EventKind.Tested)], stop);
        if (!Has(PartKind.Recording) || (options.Value.Transcript && !Has(PartKind.Transcript)))
            return;
        var isNew = false;
        var after = await tips.ActAsync(
            tip, Actor.Line, state => (isNew = state.Stage == TipStage.Canary) ? Close(ClosedEvent.Whole) : Decision.Nothing, stop);
        if (!isNew)
            return;
        LogCame(tip, (after.ClosedAt!.Value - events[0].At).TotalSeconds);
        Metrics.Called(within: true);

        bool Has(PartKind kind) => events.Any(e => e.What is AcceptedEvent accepted && accepted.Kind == kind);
    }

    /// <summary>Tells of each canary that has not come whole in time, once, and gives it up.</summary>
    public async Task CheckAsync(CancellationToken stop)
    {
        var range = ReviewKeys.OlderThan(StateRow.Canary, time.GetUtcNow() - options.Value.Within);
        await listed.EachAsync(
            range,
            async tip =>
            {
                // Said before it is noted: a crash between the two says it twice.
                LogLate(tip.Id, options.Value.Within.TotalMinutes, tip.Recordings);
                Metrics.Called(within: false);
                await tips.ActAsync(tip.Id, Actor.Line, state => state.Stage == TipStage.Canary ? Close(ClosedEvent.Late) : Decision.Nothing, stop);
            }, stop);
    }

    // Null when Twilio makes no call.
    private async Task<TipId?> RequestAsync(CancellationToken stop)
    {
        var call = new CreateCallOptions(new PhoneNumber(options.Value.Number), new PhoneNumber(options.Value.From))
        {
            Url = WebhookRoutes.At(options.Value.Intake!, WebhookRoutes.Answer),
            StatusCallback = WebhookRoutes.At(options.Value.Intake!, WebhookRoutes.Status),
        };
        try
        {
            return CallSid.Parse((await CallResource.CreateAsync(call, twilio)).Sid) is { } made
                ? TipId.OfCall(made) : throw new ApiException("Twilio names no call that it made.");
        }
        catch (Exception e) when (e is ApiException || Transient.Is(e, stop))
        {
            // Twilio's words name the numbers.
            LogNotCalled(e.GetType().Name, (e as ApiException)?.Code ?? 0);
            Metrics.Called(within: false);
            return null;
        }
    }

    private static Decision Close(string end) => Decision.Of(new ClosedEvent(null, Canary: end));

    [LoggerMessage(660, LogLevel.Information, "Canary {Tip} came whole after {Seconds:0} s")]
    private partial void LogCame(TipId tip, double seconds);

    [LoggerMessage(661, LogLevel.Error, "Canary {Tip} has not come whole within {Minutes:0.#} min; it has {Recordings} recordings")]
    private partial void LogLate(TipId tip, double minutes, int recordings);

    [LoggerMessage(662, LogLevel.Error, "No canary call could be made: {Failure} {Code}")]
    private partial void LogNotCalled(string failure, int code);
}
