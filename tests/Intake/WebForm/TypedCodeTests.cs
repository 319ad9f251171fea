using Hotline.Intake.Receipts;
using Hotline.Intake.WebForm;
using Hotline.Platform.Words;

namespace Hotline.Tests.Intake.WebForm;

/// <summary>What is wrong with what somebody typed for a receipt, as far as that can be told without looking one up.</summary>
public sealed class TypedCodeTests
{
    [Theory]
    [InlineData("1234 567 8901 2345", "567")]
    [InlineData("1234-5678-90123-4567", "90123")]
    [InlineData("123456789012345", "345")]
    [InlineData("1234 56l8 9012 3456", "56l8")]
    [InlineData("1234 5678 9012", "")]
    [InlineData("", "")]
    public void The_groups_that_are_not_four_digits_are_marked(string typed, string wrong)
    {
        Assert.Equal(nameof(FormErrors.CodeDigits), TypedCode.ErrorOf(typed).Text);
        Assert.Equal(wrong, string.Join(' ', TypedCode.GroupsOf(typed).Where(group => group.IsWrong).Select(group => group.Digits)));
    }

    [Fact]
    public void Sixteen_digits_fail_by_their_check_digit_or_open_nothing()
    {
        var code = ReceiptCode.New().Digits;
        Assert.Equal(nameof(FormErrors.CodeWrong), TypedCode.ErrorOf(code).Text);
        var wrong = $"{(char)('0' + ((code[0] - '0' + 1) % 10))}{code[1..]}";
        Assert.Equal(nameof(FormErrors.CodeCheck), TypedCode.ErrorOf(wrong).Text);
        Assert.DoesNotContain(TypedCode.GroupsOf(wrong), group => group.IsWrong);
        Assert.DoesNotContain(wrong[..4], $"{TypedCode.GroupsOf(wrong)[0]}", StringComparison.Ordinal);
    }
}
