namespace Hotline.Contracts;

/// <summary>
/// Twilio's webhooks: where each is, and how Twilio tries it again. The functions that serve them, the documents that name them, the
/// numbers that point at them and Review's own calls and texts all take them from here.
/// </summary>
public static class WebhookRoutes
{
    /// <summary>A call begins.</summary>
    public const string Answer = "twilio/voice/answer";

    /// <summary>A key was pressed in the greeting.</summary>
    public const string Menu = "twilio/voice/menu";

    /// <summary>The digits of an earlier report's receipt.</summary>
    public const string Code = "twilio/voice/code";

    /// <summary>A recording ended, and the caller waits.</summary>
    public const string Recorded = "twilio/voice/recorded";

    /// <summary>A caller waits for a receipt.</summary>
    public const string Receipt = "twilio/voice/receipt";

    /// <summary>A recording's state, by callback.</summary>
    public const string Recording = "twilio/voice/recording";

    /// <summary>Twilio's own transcript, by callback.</summary>
    public const string Transcript = "twilio/voice/transcript";

    /// <summary>A call's state, by callback.</summary>
    public const string Status = "twilio/voice/status";

    /// <summary>A text came.</summary>
    public const string Message = "twilio/messages/receive";

    /// <summary>The state of a reply of ours, by callback.</summary>
    public const string Reply = "twilio/messages/status";

    /// <summary>The state of a text that Review sent, by callback.</summary>
    public const string Delivered = "twilio/messages/delivered";

    // One more try, so that the fallback comes within some ten seconds.
    private const string CallerWaits = "#rc=1&rp=all&ct=1500&rt=5000";
    private const string TexterWaits = "#rc=3&rp=all&ct=2000&rt=5000";
    // Storage and bus have their time: only a repeat is spared by more patience.
    private const string NobodyWaits = "#rc=3&rp=all&ct=2000&rt=8000";

    /// <summary>
    /// Each route, with the fragment that asks Twilio to try again; it is not part of the request, and no signature covers it
    /// (https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides).
    /// </summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        [Answer] = CallerWaits,
        [Menu] = CallerWaits,
        [Code] = CallerWaits,
        [Recorded] = CallerWaits,
        [Receipt] = CallerWaits,
        [Recording] = NobodyWaits,
        [Transcript] = NobodyWaits,
        [Status] = NobodyWaits,
        [Message] = TexterWaits,
        [Reply] = NobodyWaits,
        [Delivered] = NobodyWaits,
    };

    /// <summary>Whether a caller or texter waits for a route's answer.</summary>
    public static bool SomebodyWaits(string route) => All.TryGetValue(route, out var fragment) && fragment != NobodyWaits;

    /// <summary>The address that Twilio is given.</summary>
    /// <param name="origin">The public origin of the intake app.</param>
    /// <param name="route">One of <see cref="All"/>.</param>
    /// <param name="query">What the step needs, which the signature covers; with its question mark.</param>
    public static Uri At(Uri origin, string route, string query = "") => new(origin, $"{route}{query}{All[route]}");
}
