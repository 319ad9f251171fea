using System.Globalization;
using System.Text.Json.Nodes;
using Hotline.Local.Twilio.Account;

namespace Hotline.Local.Twilio.Calls;

/// <summary>
/// A call as Twilio knows it, from the side that the hotline answers: its resource, and the fields that its requests have. The time in it
/// is counted, not waited for: saying, pausing and recording take none.
/// </summary>
internal sealed class CallLeg(TwilioAccount account, SimulatedNumber number, string from, string direction = "inbound")
{
    private static readonly string[] Parties = ["From", "To", "Caller", "Called"];
    private static readonly string[] Places = ["City", "State", "Zip", "Country"];

    /// <summary>The longest call, in seconds (https://help.twilio.com/articles/223133147).</summary>
    public const double Longest = 4 * 3600;

    private string status = "ringing";

    /// <summary>The number from which it was forwarded; null where it was not.</summary>
    public string? ForwardedFrom { get; init; }

    public string Sid { get; } = TwilioRecords.NewSid("CA");

    /// <summary>The number called.</summary>
    public SimulatedNumber Number => number;

    /// <summary>How long it has taken, in seconds.</summary>
    public double Elapsed { get; private set; }

    /// <summary>Lets time go by.</summary>
    public void Wait(double seconds) => Elapsed += seconds;

    /// <summary>Whether it comes from outside.</summary>
    public bool IsInbound => direction == "inbound";

    /// <summary>It begins; returns its resource.</summary>
    public TwilioRecord Ring(string first = "ringing")
    {
        status = first;
        var now = TwilioRecords.Text(account.Time.GetUtcNow());
        return account.Records.Add("Calls", Sid, new JsonObject
        {
            ["from"] = from,
            ["from_formatted"] = from,
            ["to"] = number.PhoneNumber,
            ["to_formatted"] = number.PhoneNumber,
            ["status"] = status,
            ["direction"] = direction,
            ["start_time"] = now,
            ["end_time"] = null,
            ["duration"] = null,
            ["price"] = null,
            ["price_unit"] = "USD",
            ["answered_by"] = null,
            ["caller_name"] = null,
            ["forwarded_from"] = ForwardedFrom,
            ["parent_call_sid"] = null,
            ["phone_number_sid"] = null,
            ["annotation"] = null,
            ["group_sid"] = null,
            ["queue_time"] = "0",
            ["trunk_sid"] = null,
        });
    }

    /// <summary>It goes on to another state; the resource says so.</summary>
    public void Become(string next)
    {
        status = next;
        account.Records.Change(Sid, ("status", next));
    }

    public void End(string final)
    {
        status = final;
        account.Records.Change(
            Sid, ("status", final), ("duration", Whole(Elapsed)), ("end_time", TwilioRecords.Text(account.Time.GetUtcNow())));
    }

    /// <summary>The fields of its requests for TwiML (https://www.twilio.com/docs/voice/twiml#request-parameters), and these.</summary>
    public List<KeyValuePair<string, string>> Form(params IEnumerable<(string Name, string Value)> more)
    {
        var form = new List<KeyValuePair<string, string>>
        {
            new("AccountSid", account.Sid), new("ApiVersion", "2010-04-01"), new("CallSid", Sid), new("CallStatus", status),
            new("Direction", direction),
            new("From", from), new("To", number.PhoneNumber), new("Caller", from), new("Called", number.PhoneNumber),
        };
        form.AddRange(Parties.SelectMany(
            party => Places.Select(place => KeyValuePair.Create(party + place, place == "Country" ? "US" : ""))));
        if (ForwardedFrom is not null)
            form.Add(new("ForwardedFrom", ForwardedFrom));
        form.AddRange(more.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        return form;
    }

    /// <summary>The fields that only the first request has.</summary>
    public List<KeyValuePair<string, string>> FirstForm() => Form(
        ("StirVerstat", "TN-Validation-Passed-A"), ("CallToken", Uri.EscapeDataString($$"""{"parentCallInfoToken":"{{Sid}}","identityHeaderTokens":[]}""")));

    /// <summary>The fields of its status callback (https://www.twilio.com/docs/voice/api/call-resource#statuscallback).</summary>
    public List<KeyValuePair<string, string>> StatusForm() => Form(
        ("CallDuration", Whole(Elapsed)), ("Duration", Whole(Math.Ceiling(Elapsed / 60))),
        ("Timestamp", TwilioRecords.Text(account.Time.GetUtcNow())),
        ("SequenceNumber", "0"), ("CallbackSource", "call-progress-events"), ("SipResponseCode", "200"));

    /// <summary>Seconds or minutes as Twilio writes them.</summary>
    public static string Whole(double number) => number.ToString("0", CultureInfo.InvariantCulture);
}
