using System.Globalization;
using Hotline.Local.Twilio.Account;
using Microsoft.AspNetCore.Http;

namespace Hotline.Local.Twilio.Rest;

/// <summary>
/// The filters of a list. Those of times are inequalities when the parameter's name ends so: <c>StartTime&gt;=2026-11-24</c> is the
/// parameter <c>StartTime&gt;</c>. Without, they mean that day. All times are UTC.
/// </summary>
internal static class Filter
{
    private static readonly Dictionary<string, (string Field, bool IsTime)> Texts = new()
    {
        ["From"] = ("from", false),
        ["To"] = ("to", false),
        ["Status"] = ("status", false),
        ["PhoneNumber"] = ("phone_number", false),
        ["CallSid"] = ("call_sid", false),
        ["StartTime"] = ("start_time", true),
        ["EndTime"] = ("end_time", true),
        ["DateSent"] = ("date_sent", true),
        ["DateCreated"] = ("date_created", true),
    };

    /// <summary>Whether a resource passes all filters of a query.</summary>
    public static bool Passes(TwilioRecord record, IQueryCollection query) => query.All(asked =>
    {
        var name = asked.Key.TrimEnd('<', '>');
        if (!Texts.TryGetValue(name, out var filter) || asked.Value.ToString() is not { Length: > 0 } wanted)
            return true;
        var value = record[filter.Field];
        return filter.IsTime ? value is not null && Compare(Moment(value), Moment(wanted), asked.Key[^1]) : value == wanted;
    });

    private static bool Compare(DateTimeOffset value, DateTimeOffset limit, char comparison) => comparison switch
    {
        '>' => value >= limit,
        '<' => value <= limit,
        _ => value.Date == limit.Date,
    };

    private static DateTimeOffset Moment(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
