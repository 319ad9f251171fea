using System.Globalization;

namespace Hotline.Local.Twilio.Twiml;

/// <summary>What an attribute may say, and Twilio's error where it says something else.</summary>
internal sealed record AttributeRule(int Code, Func<string, bool> Allows)
{
    /// <summary>Any text.</summary>
    public static AttributeRule Any { get; } = new(TwimlRules.Schema, _ => true);

    /// <summary><c>GET</c> or <c>POST</c>.</summary>
    public static AttributeRule Method(int code) => OneOf(code, "GET", "POST");

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public static AttributeRule Truth(int code = TwimlRules.Schema) => OneOf(code, "true", "false");

    /// <summary>A whole number, without sign or spaces.</summary>
    public static AttributeRule Number(int code, int least, int most = int.MaxValue) => new(code, text =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most);

    /// <summary>One of these.</summary>
    public static AttributeRule OneOf(int code, params IEnumerable<string> values)
    {
        var all = values.ToHashSet(StringComparer.Ordinal);
        return new(code, all.Contains);
    }

    /// <summary>Some of these, with single spaces between, none twice.</summary>
    public static AttributeRule SomeOf(int code, params string[] values) => new(code, text =>
        text.Split(' ') is var said && said.All(values.Contains) && said.Distinct().Count() == said.Length);

    /// <summary>Keys of a phone; where empty is allowed, no key.</summary>
    public static AttributeRule Keys(int code, int most = 12) => new(code, text =>
        text.Length <= most && text.All(key => "0123456789*#".Contains(key)));

    /// <summary>A number in E.164; in a domestic form it would mean another one elsewhere.</summary>
    public static AttributeRule Phone(int code) => new(code, IsPhone);

    /// <summary>An absolute http(s) URL, or a relative one.</summary>
    public static AttributeRule Url(int code = 11100) => new(code, IsUrl);

    /// <summary>Whether it is a number in E.164.</summary>
    public static bool IsPhone(string text) =>
        text is ['+', >= '1' and <= '9', ..] && text.Length is >= 8 and <= 16 && text.Skip(1).All(char.IsAsciiDigit);

    /// <summary>Whether it is an absolute http(s) URL or a relative one.</summary>
    public static bool IsUrl(string text) => text.Length > 0 && (
        text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            ? Uri.IsWellFormedUriString(text, UriKind.Absolute)
            : !text.Split('/', '?', '#')[0].Contains(':')
            && Uri.IsWellFormedUriString($"https://example.org/{text.TrimStart('/')}", UriKind.Absolute));
}
