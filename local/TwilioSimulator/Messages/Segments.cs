using System.Buffers;

namespace Hotline.Local.Twilio.Messages;

/// <summary>
/// How many segments a text takes (https://www.twilio.com/docs/glossary/what-is-gsm-7-character-encoding): 160 characters of GSM-7 or 70 of
/// UCS-2, a little less where several are joined.
/// </summary>
internal static class Segments
{
    private static readonly SearchValues<char> Basic = SearchValues.Create(
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà");

    private static readonly SearchValues<char> Extended = SearchValues.Create("\f^{}\\[~]|€");

    /// <summary>The number of segments.</summary>
    public static int Of(string text)
    {
        var isGsm = text.All(letter => Basic.Contains(letter) || Extended.Contains(letter));
        return isGsm ? Count(text.Length + text.Count(Extended.Contains), 160, 153) : Count(text.Length, 70, 67);
    }

    private static int Count(int length, int alone, int joined) => length <= alone ? 1 : (length + joined - 1) / joined;
}
