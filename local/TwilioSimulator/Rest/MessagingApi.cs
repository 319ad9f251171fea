using System.Text.Json.Nodes;
using Hotline.Local.Twilio.Account;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hotline.Local.Twilio.Rest;

/// <summary>
/// What may send texts to the US: messaging services with their numbers and A2P campaigns
/// (https://www.twilio.com/docs/messaging/api/usapptoperson-resource), and toll-free verifications
/// (https://www.twilio.com/docs/messaging/api/tollfree-verification-resource). Reading alone; lists are one page.
/// </summary>
internal sealed class MessagingApi(SimulatorOptions options, TwilioAccount account, Misbehaviour misbehaviour)
{
    /// <summary>Adds its routes, which Twilio has on messaging.twilio.com.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/v1").AddEndpointFilter(new RestGuard(options, misbehaviour));
        api.MapGet("/Services", (HttpRequest request) => List(request, "services", Services.Select(Show)));
        api.MapGet("/Services/{sid}/PhoneNumbers", (string sid, HttpRequest request) => OfService(sid, _ => List(
            request, "phone_numbers", account.Numbers.Where(number => number.Service?.Sid == sid).Select(number => Show(number, sid)))));
        api.MapGet("/Services/{sid}/Compliance/Usa2p", (string sid, HttpRequest request) => OfService(sid, service => List(
            request, "compliance", service.Campaign is { } status ? [ShowCampaign(sid, status)] : [])));
        api.MapGet("/Tollfree/Verifications", (HttpRequest request) => List(request, "verifications", account.Numbers
            .Where(number => number.TollfreeVerification is not null && request.Query["TollfreePhoneNumberSid"].ToString() is var asked
                && (asked.Length == 0 || asked == number.Sid))
            .Select(ShowVerification)));
    }

    private IEnumerable<SimulatedService> Services => account.Numbers.Select(number => number.Service).OfType<SimulatedService>()
        .DistinctBy(service => service.Sid);

    private IResult OfService(string sid, Func<SimulatedService, IResult> answer) =>
        Services.FirstOrDefault(service => service.Sid == sid) is { } service ? answer(service) : RestAnswer.NotFound;

    // https://www.twilio.com/docs/usage/twilios-response#pagination
    private static IResult List(HttpRequest request, string key, IEnumerable<JsonObject> items)
    {
        var url = $"https://messaging.twilio.com{request.Path}?PageSize=50&Page=0";
        return RestAnswer.Json(new JsonObject
        {
            ["meta"] = new JsonObject
            {
                ["key"] = key, ["page"] = 0, ["page_size"] = 50, ["url"] = url, ["first_page_url"] = url, ["previous_page_url"] = null,
                ["next_page_url"] = null,
            },
            [key] = new JsonArray([.. items]),
        });
    }

    private JsonObject Show(SimulatedService service) => new()
    {
        ["sid"] = service.Sid,
        ["account_sid"] = account.Sid,
        ["friendly_name"] = service.Sid,
        ["use_inbound_webhook_on_number"] = service.DefersToNumbers,
        ["inbound_request_url"] = null,
        ["us_app_to_person_registered"] = service.Campaign == "VERIFIED",
    };

    private JsonObject Show(SimulatedNumber number, string service) => new()
    {
        ["sid"] = number.Sid, ["account_sid"] = account.Sid, ["service_sid"] = service, ["phone_number"] = number.PhoneNumber,
        ["country_code"] = "US",
    };

    private JsonObject ShowCampaign(string service, string status) => new()
    {
        ["sid"] = $"QE{service[2..]}", ["account_sid"] = account.Sid, ["messaging_service_sid"] = service, ["campaign_status"] = status,
    };

    private JsonObject ShowVerification(SimulatedNumber number) => new()
    {
        ["sid"] = $"HH{number.Sid[2..]}", ["account_sid"] = account.Sid, ["tollfree_phone_number_sid"] = number.Sid,
        ["status"] = number.TollfreeVerification,
    };
}
