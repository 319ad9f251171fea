using Hotline.Local.Line;
using Hotline.Local.Loopback;
using Twilio.Rest.Api.V2010.Account;

namespace Hotline.Local.Cli.Lines;

/// <summary>Looks at numbers as Twilio has them: webhooks, fallbacks, registrations.</summary>
internal sealed class LineCheck(LineAccount account, LineWebhooks expected)
{
    /// <summary>All numbers of the account, or those named, in their order.</summary>
    /// <exception cref="CommandException">The account has a named one not.</exception>
    public static async Task<IReadOnlyList<IncomingPhoneNumberResource>> NumbersAsync(
        LineAccount account, params IReadOnlyCollection<string> named)
    {
        var all = await account.AskAsync(async rest => (await IncomingPhoneNumberResource.ReadAsync(client: rest)).ToList());
        if (named.FirstOrDefault(name => all.All(number => number.PhoneNumber.ToString() != name)) is { } missing)
            throw new CommandException($"The account has no number {missing}. ./hotline line list shows those it has.");
        return [.. all.Where(number => named.Count == 0 || named.Contains(number.PhoneNumber.ToString()))
            .OrderBy(number => number.PhoneNumber.ToString(), StringComparer.Ordinal)];
    }

    /// <summary>What it sees of each.</summary>
    public async Task<IReadOnlyList<LineFinding>> LookAsync(IEnumerable<IncomingPhoneNumberResource> numbers, CancellationToken stop)
    {
        var registrations = await Registrations.ReadAsync(account);
        var fallbacks = new FallbackCheck(account, expected);
        var findings = new List<LineFinding>();
        foreach (var number in numbers)
        {
            findings.AddRange(WebhookCheck.Of(number, expected));
            findings.Add(await fallbacks.VoiceAsync(number, stop));
            findings.Add(await fallbacks.TextAsync(number, stop));
            findings.AddRange(await registrations.OfAsync(number));
        }

        return findings;
    }
}
