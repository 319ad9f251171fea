using System.Text.Json.Nodes;

namespace Hotline.Local.Twilio.Account;

/// <summary>A resource of the account.</summary>
/// <param name="Kind"><c>Calls</c>, <c>Messages</c>, <c>Recordings</c>, <c>Media</c> or <c>Transcriptions</c>.</param>
/// <param name="Sid">Its sid.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Fields">Its fields as REST gives them; never changed, only replaced.</param>
internal sealed record TwilioRecord(string Kind, string Sid, DateTimeOffset Created, JsonObject Fields)
{
    /// <summary>A field's text; null when it is null or not there.</summary>
    public string? this[string field] => Fields[field]?.ToString();
}
