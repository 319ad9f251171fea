using System.Globalization;
using System.Text.Json.Nodes;
using Hotline.Local.Twilio.Account;
using Microsoft.AspNetCore.Http;

namespace Hotline.Local.Twilio.Rest;

/// <summary>
/// A page of a list (https://www.twilio.com/docs/usage/twilios-response#pagination). Its token names the place after which it begins, so
/// that what is made or deleted in the meantime neither repeats nor skips a resource.
/// </summary>
internal static class Page
{
    private const int Most = 1000;

    /// <summary>Answers with the page that the query asks for.</summary>
    /// <param name="request">The request.</param>
    /// <param name="name">The name of the list in the answer.</param>
    /// <param name="records">All resources, newest first.</param>
    public static IResult Of(HttpRequest request, string name, IEnumerable<TwilioRecord> records)
    {
        if (!TryNumber(request.Query["PageSize"], 50, out var size) || size is < 1 or > Most)
            return RestAnswer.Error(400, 20007, "Page size is out of range");
        if (!TryNumber(request.Query["Page"], 0, out var page) || !TryToken(request.Query["PageToken"], out var after))
            return RestAnswer.Error(400, 21481, "Invalid PageToken");

        var passing = records.Where(record => Filter.Passes(record, request.Query));
        passing = after is { } place ? passing.SkipWhile(record => !place.IsBefore(record)) : passing.Skip(page * size);
        var found = passing.Take(size + 1).ToList();
        var shown = found.Take(size).ToList();
        return RestAnswer.Json(new JsonObject
        {
            [name] = new JsonArray([.. shown.Select(RestAnswer.Show)]),
            ["page"] = page,
            ["page_size"] = size,
            ["start"] = page * size,
            ["end"] = (page * size) + Math.Max(0, shown.Count - 1),
            ["uri"] = UriOf(request, request.Query.Select(part => (part.Key, part.Value.ToString()))),
            ["first_page_uri"] = UriOf(request, Others(request, size, 0)),
            ["previous_page_uri"] = page > 0 ? UriOf(request, Others(request, size, page - 1)) : null,
            ["next_page_uri"] = found.Count > size ? UriOf(
                request, [.. Others(request, size, page + 1), ("PageToken", Place.Of(shown[^1]).ToString())]) : null,
        });
    }

    private static IEnumerable<(string, string)> Others(HttpRequest request, int size, int page) =>
    [
        .. request.Query.Where(part => part.Key is not ("Page" or "PageToken" or "PageSize")).Select(
            part => (part.Key, part.Value.ToString())),
        ("PageSize", $"{size}"), ("Page", $"{page}"),
    ];

    private static string UriOf(HttpRequest request, IEnumerable<(string Key, string Value)> query) =>
        $"{request.Path}?{string.Join('&', query.Select(part => $"{Uri.EscapeDataString(part.Key)}={Uri.EscapeDataString(part.Value)}"))}";

    private static bool TryNumber(string? text, int otherwise, out int number)
    {
        number = otherwise;
        return string.IsNullOrEmpty(text) || int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private static bool TryToken(string? text, out Place? place)
    {
        place = null;
        if (string.IsNullOrEmpty(text))
            return true;
        var parts = text.Split('-');
        if (parts.Length != 2 || !long.TryParse(parts[0].AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var ticks))
            return false;
        place = new Place(ticks, parts[1]);
        return true;
    }

    // The place of a resource in the order of TwilioRecords.List.
    private sealed record Place(long Ticks, string Sid)
    {
        public static Place Of(TwilioRecord record) => new(record.Created.UtcTicks, record.Sid);

        public bool IsBefore(TwilioRecord record) =>
            record.Created.UtcTicks < Ticks || (record.Created.UtcTicks == Ticks && string.CompareOrdinal(record.Sid, Sid) > 0);

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"PA{Ticks:x}-{Sid}");
    }
}
