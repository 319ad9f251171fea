using System.Text.Json.Nodes;
using Hotline.Local.Twilio.Account;
using Microsoft.AspNetCore.Http;

namespace Hotline.Local.Twilio.Rest;

/// <summary>Answers in the API's form.</summary>
internal static class RestAnswer
{
    /// <summary>There is no such resource, or no more.</summary>
    public static IResult NotFound => Error(404, 20404, "The requested resource was not found");

    public static IResult Json(JsonObject body, int status = 200) =>
        Results.Text(body.ToJsonString(), "application/json", statusCode: status);

    public static IResult Resource(TwilioRecord record, int status = 200) => Json(Show(record), status);

    /// <summary>An error (https://www.twilio.com/docs/usage/twilios-response#response-formats-exceptions).</summary>
    public static IResult Error(int status, int code, string message) => Json(
        new JsonObject { ["code"] = code, ["message"] = message, ["more_info"] = $"https://www.twilio.com/docs/errors/{code}",
            ["status"] = status }, status);

    /// <summary>A resource's fields, with the URIs that follow from them.</summary>
    public static JsonObject Show(TwilioRecord record)
    {
        var fields = record.Fields.DeepClone().AsObject();
        var path = record["parent_sid"] is { } message ? $"Messages/{message}/Media/{record.Sid}"
            : record.Kind is "Notifications" ? $"Calls/{record["call_sid"]}/{record.Kind}/{record.Sid}"
            : $"{record.Kind}/{record.Sid}";
        var uri = $"/2010-04-01/Accounts/{record["account_sid"]}/{path}";
        fields["uri"] = $"{uri}.json";
        if (record.Kind is "Calls")
            fields["subresource_uris"] = new JsonObject { ["recordings"] = $"{uri}/Recordings.json" };
        if (record.Kind is "Messages")
            fields["subresource_uris"] = new JsonObject { ["media"] = $"{uri}/Media.json" };
        if (record.Kind is "Recordings")
            fields["subresource_uris"] = new JsonObject { ["transcriptions"] = $"{uri}/Transcriptions.json" };
        return fields;
    }
}
