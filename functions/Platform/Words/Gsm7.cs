namespace Hotline.Platform.Words;

/// <summary>The alphabet of SMS (3GPP TS 23.038, 6.2.1): any other character makes a segment hold 70 instead of 160.</summary>
internal static class Gsm7
{
    /// <summary>What a segment holds that is alone.</summary>
    public const int Segment = 160;

    private const string Once =
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
        + "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    private const string Twice = "\f^{}\\[~]|€";

    /// <summary>The first character that is not in it; null where all are.</summary>
    public static char? Stranger(string text) =>
        text.FirstOrDefault(letter => !Once.Contains(letter) && !Twice.Contains(letter)) is var found and not '\0' ? found : null;

    /// <summary>How much of a segment a text takes.</summary>
    public static int Length(string text) => text.Sum(letter => Twice.Contains(letter) ? 2 : 1);
}
