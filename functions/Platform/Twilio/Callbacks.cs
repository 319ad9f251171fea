using Hotline.Platform.Settings;
using Microsoft.Extensions.Options;

namespace Hotline.Platform.Twilio;

/// <summary>
/// The URLs that we give to Twilio. What a step needs stands in the query, which the signature covers; how often to try again stands in the
/// fragment, which it does not (https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides).
/// </summary>
public sealed class Callbacks(IOptions<HotlineOptions> hotline)
{
    /// <summary>Where a caller waits: one more try, so that the fallback comes within some ten seconds.</summary>
    public const string Voice = "#rc=1&rp=all&ct=1500&rt=5000";

    /// <summary>What nobody waits for.</summary>
    public const string Patient = "#rc=3&rp=all&ct=2000&rt=4000";

    private readonly Uri origin = hotline.Value.PublicUrl!;

    /// <summary>The URL of a step for which a caller waits.</summary>
    public Uri ForCaller(string route, string query = "") => new(origin, $"{route}{query}{Voice}");

    /// <summary>The URL of a callback for which nobody waits.</summary>
    public Uri ForLater(string route, string query = "") => new(origin, $"{route}{query}{Patient}");
}
