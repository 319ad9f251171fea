namespace Hotline.Intake.Messages;

/// <summary>Who sent a text, as far as a number says.</summary>
public static class Sender
{
    // What Twilio gives in the place of a withheld number: https://help.twilio.com/articles/223179988
    private static readonly HashSet<string> Withheld =
        ["+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253"];

    /// <summary>
    /// Whether a number stands for one phone. Withheld numbers, short codes and names do not: their texts are never put together.
    /// </summary>
    public static bool IsOnePhone(string? number) =>
        number is { Length: >= 8 and <= 16 } && number[0] == '+' && number.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0 && !Withheld.Contains(number);
}
