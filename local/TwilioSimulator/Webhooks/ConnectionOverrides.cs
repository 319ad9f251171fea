using System.Globalization;
using Hotline.Local.Twilio.Account;
using Microsoft.AspNetCore.WebUtilities;

namespace Hotline.Local.Twilio.Webhooks;

/// <summary>
/// How long to wait for a webhook and how often to try it again: by default once more, after a failed connection. A URL's fragment can say
/// otherwise (https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides).
/// </summary>
/// <param name="Retries"><c>rc</c>: how many more tries.</param>
/// <param name="After"><c>rp</c>: after which failures, of <c>ct</c>, <c>rt</c>, <c>4xx</c>, <c>5xx</c> and <c>all</c>.</param>
/// <param name="Connecting"><c>ct</c>: the longest wait for a connection.</param>
/// <param name="Reading"><c>rt</c>: the longest wait for an answer.</param>
/// <param name="Total"><c>tt</c>: the time of all tries together.</param>
internal sealed record ConnectionOverrides(int Retries, IReadOnlySet<string> After, TimeSpan Connecting, TimeSpan Reading, TimeSpan Total)
{
    // Less than the shortest time-out that can be asked for leaves no time for another try.
    private static readonly TimeSpan MinLeft = TimeSpan.FromMilliseconds(50);
    private static readonly string[] Failures = ["ct", "rt", "4xx", "5xx", "all"];

    /// <summary>Reads a URL's fragment.</summary>
    /// <param name="url">The webhook's URL.</param>
    /// <param name="scale">By what times are multiplied.</param>
    /// <exception cref="TwilioException">11243: it asks for what Twilio does not offer.</exception>
    public static ConnectionOverrides Of(Uri url, double scale)
    {
        var said = QueryHelpers.ParseQuery(url.Fragment.TrimStart('#'));
        var after = (said.TryGetValue("rp", out var policies) ? policies.ToString() : "ct").Split(',').ToHashSet();
        if (!after.IsSubsetOf(Failures))
            throw Invalid("rp");
        return new(Number("rc", 1, 0, 5), after, Time("ct", 5000, 100, 10_000), Time("rt", 15_000, 100, 15_000), Time(
            "tt", 15_000, 100, 15_000));

        int Number(string name, int otherwise, int least, int most) =>
            !said.TryGetValue(name, out var text) ? otherwise
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most ? number
            : throw Invalid(name);
        TimeSpan Time(string name, int otherwise, int least, int most) =>
            TimeSpan.FromMilliseconds(Number(name, otherwise, least, most)) * scale;
    }

    /// <summary>Whether one more try is due.</summary>
    /// <param name="failure">What the last one failed by; null: it did not.</param>
    /// <param name="tries">How many there were.</param>
    /// <param name="left">What is left of the total time.</param>
    public bool AllowRetry(string? failure, int tries, TimeSpan left) =>
        failure is not null && tries <= Retries && left > MinLeft && (After.Contains("all") || After.Contains(failure));

    private static TwilioException Invalid(string name) => new(11243, $"The webhook's connection override {name} is invalid.");
}
