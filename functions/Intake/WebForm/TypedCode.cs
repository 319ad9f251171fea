using System.Globalization;
using System.Text.RegularExpressions;
using Hotline.Contracts;
using Hotline.Platform.Words;

namespace Hotline.Intake.WebForm;

/// <summary>Some of the digits of a receipt as somebody typed them.</summary>
/// <param name="Digits">What stands there.</param>
/// <param name="IsWrong">Whether it is not the four digits that a receipt's group is.</param>
public readonly record struct CodeGroup(string Digits, bool IsWrong)
{
    /// <summary>Says nothing, so that no log can hold the digits.</summary>
    public override string ToString() => "a group of a typed code";
}

/// <summary>Says where what somebody typed is no receipt. It says what anybody can compute: no receipt is looked up for it.</summary>
public static partial class TypedCode
{
    /// <summary>How much may be typed: a code may stand in a sentence.</summary>
    public const int MaxCharacters = 400;

    private const int GroupLength = 4;

    /// <summary>The name of the text that says what is wrong with it, and the number in that text.</summary>
    public static FormError ErrorOf(string? typed)
    {
        var digits = string.Concat((typed ?? "").Where(char.IsDigit).Select(digit => CharUnicodeInfo.GetDecimalDigitValue(digit)));
        return digits.Length != SpelledCode.Length ? new FormError("code", nameof(FormErrors.CodeDigits), digits.Length)
            : SpelledCode.CheckDigit(digits) != '0' ? new FormError("code", nameof(FormErrors.CodeCheck))
            : new FormError("code", nameof(FormErrors.CodeWrong));
    }

    /// <summary>What was typed, in the groups that it was typed in; without any, by fours.</summary>
    public static IReadOnlyList<CodeGroup> GroupsOf(string? typed)
    {
        var groups = Separator().Split((typed ?? "").Trim()).Where(group => group.Length > 0).ToArray();
        if (groups is [var only])
            groups = [.. only.Chunk(GroupLength).Select(group => new string(group))];
        return groups.Length > 2 * GroupLength ? [] : [.. groups.Select(group => new CodeGroup(group, !IsWhole(group)))];
    }

    private static bool IsWhole(string group) => group.Length == GroupLength && group.All(char.IsDigit);

    [GeneratedRegex(@"[\s.,;:/_\p{Pd}]+")]
    private static partial Regex Separator();
}
