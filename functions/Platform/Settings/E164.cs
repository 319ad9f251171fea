namespace Hotline.Platform.Settings;

/// <summary>Phone numbers as the world writes them (https://www.twilio.com/docs/glossary/what-e164).</summary>
public static class E164
{
    /// <summary>Whether it is a plus and up to 15 digits, such as <c>+15005550100</c>.</summary>
    public static bool Is(string? text) =>
        text is ['+', >= '1' and <= '9', ..] && text.Length is >= 8 and <= 16 && text.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;
}
