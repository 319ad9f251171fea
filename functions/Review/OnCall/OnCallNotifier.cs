using System.Net.Http.Json;
using Hotline.Contracts;
using Hotline.Platform.Messaging;
using Hotline.Platform.Settings;
using Hotline.Platform.Storage;
using Hotline.Platform.Twilio;
using Hotline.Review.Tips;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Hotline.Review.OnCall;

/// <summary>
/// Tells whoever is on call, by webhook or text: that an urgent tip waits, how long, and where to look; never what is in it. A crash
/// behind the sending may send it twice.
/// </summary>
public sealed partial class OnCallNotifier(
    HttpClient http, TextSender texts, TipJournal tips,
    IOptions<OnCallOptions> options, IOptions<HotlineOptions> hotline, TimeProvider time, ILogger<OnCallNotifier> log)
    : IJobHandler<NotifyOnCall>
{
    /// <summary>Sends one telling, unless the tip was claimed since or a later telling goes to the same step.</summary>
    /// <exception cref="RefusedException">The receiver will never take it; the reason names the step, no address and no number.</exception>
    /// <exception cref="HttpRequestException">The webhook can't be reached, is busy or broken.</exception>
    /// <exception cref="NotYetException">Twilio does not take the API key.</exception>
    public async Task HandleAsync(NotifyOnCall job, CancellationToken stop)
    {
        var (tip, telling) = job;
        if (await tips.FindAsync(tip, stop) is not { NeedsClaim: true } state
            || telling <= state.NotifiedBefore || options.Value.Steps.Count == 0)
            return;
        var step = options.Value.StepOf(telling - state.NotifiedBefore);
        if (telling < state.Notified && step == options.Value.StepOf(state.Notified - state.NotifiedBefore))
        {
            LogOvertaken(step + 1);
            return;
        }

        var waited = (int)(time.GetUtcNow() - state.NeedsClaimSince).TotalMinutes;
        var page = new Uri(hotline.Value.PublicUrl!, $"review/tips/{tip}");
        await SendAsync(step, $"An urgent tip waits unclaimed for {waited} min: {page}", stop);
    }

    private async Task SendAsync(int step, string text, CancellationToken stop)
    {
        try
        {
            if (options.Value.Steps[step] is { Webhook: { } webhook })
                await PostAsync(webhook, text, stop);
            else
                await texts.SendAsync(options.Value.From, options.Value.Steps[step].Sms!, text, null, stop);
        }
        catch (RefusedException e)
        {
            throw new RefusedException($"Whoever is on call (step {step + 1}) was not told. {e.Message}", e);
        }
    }

    private async Task PostAsync(Uri webhook, string text, CancellationToken stop)
    {
        using var answer = await http.PostAsJsonAsync(webhook, new { text }, stop);
        try
        {
            answer.EnsureSuccessStatusCode();
        }
        catch (HttpRequestException e) when (!Transient.Is(e, stop))
        {
            throw new RefusedException($"The webhook answered {(int)answer.StatusCode}.", e);
        }
    }

    [LoggerMessage(651, LogLevel.Error,
        "Whoever is on call (step {Step}) could not be told of an urgent tip until the next telling was due")]
    private partial void LogOvertaken(int step);
}
