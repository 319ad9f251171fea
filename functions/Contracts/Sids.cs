using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Hotline.Contracts;

/// <summary>Twilio's identifiers: two letters and 32 hex digits (https://www.twilio.com/docs/glossary/what-is-a-sid).</summary>
public static class Sids
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>Whether a text is one, and so neither a number nor anyone's words.</summary>
    public static bool Is([NotNullWhen(true)] string? text) =>
        text is { Length: 34 } && !text.AsSpan(0, 2).ContainsAnyExceptInRange('A', 'Z') && !text.AsSpan(2).ContainsAnyExcept(HexDigits);
}

/// <summary>Names a call.</summary>
public readonly record struct CallSid
{
    private CallSid(string value) => Value = value;

    /// <summary>The sid's text; safe in row keys and URLs.</summary>
    public string Value { get; }

    /// <summary>Reads a sid that came from outside; null when it is none.</summary>
    public static CallSid? Parse(string? text) => Sids.Is(text) ? new CallSid(text) : null;

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>Names a text.</summary>
public readonly record struct MessageSid
{
    private MessageSid(string value) => Value = value;

    /// <summary>The sid's text; safe in row keys and URLs.</summary>
    public string Value { get; }

    /// <summary>Reads a sid that came from outside; null when it is none.</summary>
    public static MessageSid? Parse(string? text) => Sids.Is(text) ? new MessageSid(text) : null;

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>Names a recording.</summary>
public readonly record struct RecordingSid
{
    private RecordingSid(string value) => Value = value;

    /// <summary>The sid's text; safe in row keys and URLs.</summary>
    public string Value { get; }

    /// <summary>Reads a sid that came from outside; null when it is none.</summary>
    public static RecordingSid? Parse(string? text) => Sids.Is(text) ? new RecordingSid(text) : null;

    /// <inheritdoc/>
    public override string ToString() => Value;
}
