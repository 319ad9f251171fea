using Hotline.Contracts;

namespace Hotline.Local.Line;

/// <summary>
/// Where a line's number points: a deployment's webhooks, all posted to. The fragments ask Twilio to try again, and are not part of the
/// request (https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides): soon where a caller waits, patiently where nobody
/// does.
/// </summary>
/// <param name="Origin">The deployment's public origin, such as <c>https://tips.example.org</c>.</param>
internal sealed record LineWebhooks(Uri Origin)
{
    private const string CallerWaits = "#rc=1&rp=all&ct=1500&rt=5000";
    private const string NobodyWaits = "#rc=3&rp=all&ct=2000&rt=4000";

    /// <summary>A call comes in.</summary>
    public Uri Voice => new(Origin, $"{WebhookRoutes.Answer}{CallerWaits}");

    /// <summary>A call's state changes.</summary>
    public Uri Status => new(Origin, $"{WebhookRoutes.Status}{NobodyWaits}");

    /// <summary>A text comes in.</summary>
    public Uri Text => new(Origin, $"twilio/messages/receive{NobodyWaits}");
}
