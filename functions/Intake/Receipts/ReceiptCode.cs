using System.Security.Cryptography;
using Hotline.Contracts;

namespace Hotline.Intake.Receipts;

/// <summary>
/// A receipt's code: 15 random digits and a check digit. Whoever has it finds the tip's questions, so it is in no URL, row, queue or log.
/// </summary>
public readonly struct ReceiptCode
{
    private const int RandomDigits = SpelledCode.Length - 1;

    private readonly string digits;

    private ReceiptCode(string digits) => this.digits = digits;

    /// <summary>All sixteen, without spaces.</summary>
    public string Digits => digits;

    /// <summary>The digits in four groups of four.</summary>
    public IEnumerable<string> Groups => digits.Chunk(4).Select(group => new string(group));

    /// <summary>Makes a new code.</summary>
    public static ReceiptCode New()
    {
        var random = RandomNumberGenerator.GetString("0123456789", RandomDigits);
        return new ReceiptCode($"{random}{SpelledCode.CheckDigit(random)}");
    }

    /// <summary>The codes that may be in what somebody typed or pressed, in any spelling, each once.</summary>
    public static IEnumerable<ReceiptCode> In(string? typed) =>
        SpelledCode.In(typed ?? "").Select(code => code.Digits).Distinct().Select(digits => new ReceiptCode(digits));

    /// <summary>The first code in what somebody typed.</summary>
    /// <returns>Null when it holds no 16 digits with the right check digit.</returns>
    public static ReceiptCode? Parse(string? typed) => In(typed).Select(code => (ReceiptCode?)code).FirstOrDefault();

    /// <summary>Says nothing, so that no log, message or trace can hold the digits by mistake.</summary>
    public override string ToString() => "a receipt";
}
