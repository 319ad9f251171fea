using System.Globalization;
using Hotline.Contracts;
using Microsoft.AspNetCore.WebUtilities;

namespace Hotline.Platform.Twilio;

/// <summary>
/// The form of a Twilio webhook, its pairs in the order and case in which they came. (ASP.NET's own form merges keys that differ only in
/// case, and then the signature can't be told any more.)
/// </summary>
public sealed class TwilioForm
{
    private readonly List<KeyValuePair<string, string>> pairs;

    private TwilioForm(List<KeyValuePair<string, string>> pairs) => this.pairs = pairs;

    /// <summary>The fields in the order in which they were sent; a name may come twice.</summary>
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
        return Sids.Is(sid) ? sid : throw new TwilioFormException($"{key} is not a Twilio identifier.");
    }

    /// <summary>The call that it is of.</summary>
    /// <exception cref="TwilioFormException">It names none.</exception>
    public CallSid Call() => CallSid.Parse(Sid("CallSid"))!.Value;

    /// <summary>The text that it is of.</summary>
    /// <exception cref="TwilioFormException">It names none.</exception>
    public MessageSid Message() => MessageSid.Parse(Sid("MessageSid"))!.Value;

    /// <summary>The recording that it is of.</summary>
    /// <exception cref="TwilioFormException">It names none.</exception>
    public RecordingSid Recording() => RecordingSid.Parse(Sid("RecordingSid"))!.Value;

    /// <summary>A whole number of zero or more; null when it is missing or something else.</summary>
    public int? Number(string key) =>
        int.TryParse(this[key], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>The request is signed, and its form is not the one that Twilio sends here. Answered by 400 with the message.</summary>
public sealed class TwilioFormException(string reason) : Exception(reason);
