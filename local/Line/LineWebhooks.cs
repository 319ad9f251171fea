using Hotline.Contracts;

namespace Hotline.Local.Line;

/// <summary>Where a line's number points: a deployment's webhooks, all posted to.</summary>
/// <param name="Origin">The deployment's public origin, such as <c>https://tips.example.org</c>.</param>
internal sealed record LineWebhooks(Uri Origin)
{
    /// <summary>A call comes in.</summary>
    public Uri Voice => WebhookRoutes.At(Origin, WebhookRoutes.Answer);

    /// <summary>A call's state changes.</summary>
    public Uri Status => WebhookRoutes.At(Origin, WebhookRoutes.Status);

    /// <summary>A text comes in.</summary>
    public Uri Text => WebhookRoutes.At(Origin, WebhookRoutes.Message);
}
