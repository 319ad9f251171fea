using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace Hotline.Platform.Twilio;

/// <summary>
/// The form of a Twilio webhook, its pairs in the order and case in which they came. (ASP.NET's own form merges keys that differ only in
/// case, and then the signature can't be told any more.)
/// </summary>
public sealed class TwilioForm
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    private readonly List<KeyValuePair<string, string>> pairs;

    private TwilioForm(List<KeyValuePair<string, string>> pairs) => this.pairs = pairs;

    /// <summary>All pairs.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Pairs => pairs;

    /// <summary>The value of a key; null when it is missing or empty.</summary>
    public string? this[string key]
    {
        get
        {
            foreach (var pair in pairs)
                if (pair.Key == key)
                    return pair.Value.Length > 0 ? pair.Value : null;
            return null;
        }
    }

    /// <summary>Reads <c>application/x-www-form-urlencoded</c> (https://url.spec.whatwg.org/#urlencoded-parsing).</summary>
    public static TwilioForm Parse(string body)
    {
        var pairs = new List<KeyValuePair<string, string>>(32);
        foreach (var pair in new QueryStringEnumerable(body))
            pairs.Add(new(pair.DecodeName().ToString(), pair.DecodeValue().ToString()));
        return new TwilioForm(pairs);
    }

    /// <summary>A form of these pairs.</summary>
    public static TwilioForm Of(IEnumerable<KeyValuePair<string, string>> pairs) => new([.. pairs]);

    /// <summary>The value of a key that each such webhook has.</summary>
    /// <exception cref="TwilioFormException">It is missing.</exception>
    public string Needed(string key) => this[key] ?? throw new TwilioFormException($"The form lacks {key}.");

    /// <summary>A Twilio identifier: two letters and 32 hex digits (https://www.twilio.com/docs/glossary/what-is-a-sid).</summary>
    /// <exception cref="TwilioFormException">It is missing or of another shape.</exception>
    public string Sid(string key)
    {
        var sid = Needed(key);
        return IsSid(sid) ? sid : throw new TwilioFormException($"{key} is not a Twilio identifier.");
    }

    /// <summary>Whether a text is a Twilio identifier, and so neither a number nor anyone's words.</summary>
    public static bool IsSid([NotNullWhen(true)] string? text) =>
        text is { Length: 34 } && !text.AsSpan(0, 2).ContainsAnyExceptInRange('A', 'Z') && !text.AsSpan(2).ContainsAnyExcept(HexDigits);

    /// <summary>A whole number of zero or more; null when it is missing or something else.</summary>
    public int? Number(string key) =>
        int.TryParse(this[key], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>The request is signed, and its form is not the one that Twilio sends here. Answered by 400 with the message.</summary>
public sealed class TwilioFormException(string reason) : Exception(reason);
