using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Hotline.Contracts;

namespace Hotline.Review.Files;

/// <summary>
/// A vCard as what it says, a line for each entry (https://www.rfc-editor.org/rfc/rfc6350, and 2.1 as phones write it). Entries that are
/// not known are shown by their own names: nothing that was written is left out but pictures.
/// </summary>
public static partial class ContactCard
{
    private static readonly string[] Frame = ["BEGIN", "END", "VERSION", "PRODID", "REV", "UID"];

    /// <summary>Whether a text is a vCard.</summary>
    public static bool Is(string text) => text.TrimStart().StartsWith("BEGIN:VCARD", StringComparison.OrdinalIgnoreCase);

    /// <summary>What it says.</summary>
    public static string Read(string text)
    {
        var (entries, isQuoted) = (new List<StringBuilder>(), false);
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
            if (isQuoted && entries[^1] is [.., '='] open)
            {
                open.Length--;
                open.Append(line);
            }
            else if (entries.Count > 0 && line is [' ' or '\t', ..])
            {
                entries[^1].Append(line.AsSpan(1));
            }
            else
            {
                entries.Add(new StringBuilder(line));
                isQuoted = IsQuoted(line);
            }

        return string.Join('\n', entries.Select(entry => Entry(entry.ToString())).Where(line => line.Length > 0));
    }

    // A broken line of such an entry ends with "="; the padding of a picture does too.
    private static bool IsQuoted(string entry) => entry.Split(':')[0].Contains("QUOTED-PRINTABLE", StringComparison.OrdinalIgnoreCase);

    private static string Entry(string line)
    {
        var found = Line().Match(line);
        if (!found.Success)
            return line.Trim();
        var (name, options) = (found.Groups["name"].Value.ToUpperInvariant(), found.Groups["options"].Value.ToUpperInvariant());
        if (Frame.Contains(name))
            return "";
        var value = found.Groups["value"].Value;
        if (IsBinary(options, value))
            return $"{Label(name)}: not shown; it is in the original";
        if (options.Contains("QUOTED-PRINTABLE", StringComparison.Ordinal))
            value = Unquoted(value);
        value = name is "N" or "ADR" or "ORG"
            ? string.Join(", ", Separator().Split(value).Select(Unescaped).Where(part => part.Length > 0)) : Unescaped(value);
        return value.Length == 0 ? "" : Kinds().Matches(options) is { Count: > 0 } kinds
            ? $"{Label(name)} ({string.Join(", ", kinds.Select(kind => kind.Value.ToLowerInvariant()).Distinct())}): {value}"
            : $"{Label(name)}: {value}";
    }

    private static string Label(string name) => name switch
    {
        "FN" => "Name", "N" => "Name in parts", "NICKNAME" => "Nickname", "TEL" => "Phone", "EMAIL" => "Email", "ADR" => "Address",
        "ORG" => "Organization", "TITLE" => "Title", "ROLE" => "Role", "URL" => "Link", "NOTE" => "Note", "BDAY" => "Birthday",
        "IMPP" => "Chat", "PHOTO" => "Picture", "LOGO" => "Logo", "SOUND" => "Sound",
        _ => name,
    };

    private static bool IsBinary(string options, string value) =>
        BinaryOption().IsMatch(options) || value.StartsWith("data:", StringComparison.OrdinalIgnoreCase);

    private static string Unescaped(string value) =>
        Escape().Replace(value, escape => escape.Value[1] is 'n' or 'N' ? "\n" : escape.Value[1..]).Trim();

    private static string Unquoted(string value)
    {
        var bytes = new List<byte>(value.Length);
        for (var at = 0; at < value.Length; at++)
            if (value[at] == '=' && at + 2 < value.Length
                && byte.TryParse(value.AsSpan(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var one))
            {
                bytes.Add(one);
                at += 2;
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(value[at].ToString()));
            }

        return PlainText.Read(bytes.ToArray()) ?? "";
    }

    [GeneratedRegex(@"^\s*(?:[\w-]+\.)?(?<name>[\w-]+)(?<options>(?:;(?:""[^""]*""|[^"":;])*)*):(?<value>.*)$")]
    private static partial Regex Line();

    [GeneratedRegex(@"(?<!\\);")]
    private static partial Regex Separator();

    [GeneratedRegex(@"\\[nN\\,;:]")]
    private static partial Regex Escape();

    [GeneratedRegex(@"ENCODING=""?(B|BASE64)\b|;BASE64\b|VALUE=BINARY")]
    private static partial Regex BinaryOption();

    [GeneratedRegex(@"\b(CELL|HOME|WORK|FAX|PAGER|MAIN|OTHER|IPHONE|MOBILE)\b")]
    private static partial Regex Kinds();
}
