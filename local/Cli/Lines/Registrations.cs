using Twilio.Rest.Messaging.V1;
using Twilio.Rest.Messaging.V1.Service;
using NumberResource = Twilio.Rest.Api.V2010.Account.IncomingPhoneNumberResource;

namespace Hotline.Local.Cli.Lines;

/// <summary>
/// Whether US carriers take the texts of a number: a toll-free one has to be verified
/// (https://www.twilio.com/docs/messaging/compliance/toll-free), another one belongs to a messaging service whose A2P campaign is
/// registered (https://www.twilio.com/docs/messaging/compliance/a2p-10dlc). Calls need neither.
/// </summary>
internal sealed class Registrations
{
    private static readonly string[] TollFree = ["+1800", "+1833", "+1844", "+1855", "+1866", "+1877", "+1888"];

    private readonly LineAccount account;
    private readonly Dictionary<string, ServiceResource> services = [];

    private Registrations(LineAccount account) => this.account = account;

    /// <summary>Reads which number belongs to which messaging service.</summary>
    public static async Task<Registrations> ReadAsync(LineAccount account)
    {
        var registrations = new Registrations(account);
        foreach (var service in await account.AskAsync(async rest => (await ServiceResource.ReadAsync(client: rest)).ToList()))
            foreach (var number in await account.AskAsync(async rest =>
                (await PhoneNumberResource.ReadAsync(service.Sid, client: rest)).ToList()))
                registrations.services[number.Sid] = service;
        return registrations;
    }

    /// <summary>What stands in the way of a number's texts; nothing for a number outside North America, of which these rules do not
    /// speak.</summary>
    public async Task<IReadOnlyList<LineFinding>> OfAsync(NumberResource number)
    {
        var findings = new List<LineFinding>();
        var to = number.PhoneNumber.ToString();
        var service = services.GetValueOrDefault(number.Sid);
        if (service is { UseInboundWebhookOnNumber: not true })
            findings.Add(new LineFinding(
                to, "Texts go elsewhere", $"messaging service {service.Sid}", "the number's own webhook", FindingState.Wrong,
                "The service's webhook is asked in the place of the number's. At its Integration in the console: Defer to sender's webhook."));
        if (TollFree.Any(prefix => to.StartsWith(prefix, StringComparison.Ordinal)))
            findings.Add(await TollFreeAsync(number));
        else if (to.StartsWith("+1", StringComparison.Ordinal))
            findings.Add(await CampaignAsync(number, service));
        return findings;
    }

    private async Task<LineFinding> TollFreeAsync(NumberResource number)
    {
        var statuses = await account.AskAsync(async rest =>
            (await TollfreeVerificationResource.ReadAsync(tollfreePhoneNumberSid: number.Sid, client: rest))
                .Select(verification => $"{verification.Status}").ToList());
        return Of(number, "Toll-free verification", statuses, "TWILIO_APPROVED",
            "Ask for the verification in the console, under Regulatory Compliance, and answer what it asks back.");
    }

    private async Task<LineFinding> CampaignAsync(NumberResource number, ServiceResource? service)
    {
        var statuses = service is null ? [] : await account.AskAsync(async rest =>
            (await UsAppToPersonResource.ReadAsync(service.Sid, client: rest)).Select(campaign => campaign.CampaignStatus).ToList());
        return Of(
            number, "A2P registration", statuses, "VERIFIED",
            service is null
                ? "Add the number to the messaging service of a registered campaign."
                : "Register a campaign for its messaging service in the console, under A2P 10DLC.");
    }

    private static LineFinding Of(NumberResource number, string what, List<string> statuses, string expected, string mend)
    {
        var right = statuses.Contains(expected);
        return new LineFinding(
            number.PhoneNumber.ToString(), what, right ? expected : statuses.FirstOrDefault() ?? "none", expected,
            right ? FindingState.Right : FindingState.Wrong,
            right ? null : $"Carriers block the texts we send. {mend}");
    }
}
