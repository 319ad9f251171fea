namespace Hotline.Twilio;

/// <summary>Who called or sent a text, as far as a number says.</summary>
public static class Sender
{
    // What Twilio gives in the place of a withheld number: https://help.twilio.com/articles/223179988
    private static readonly HashSet<string> Withheld =
        ["+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253"];

    /// <summary>
    /// Whether a number stands for one phone. Withheld numbers, short codes and names do not: what came from them is never put together.
    /// </summary>
    public static bool IsOnePhone(string? number) => E164.Is(number) && !Withheld.Contains(number!);
}
