using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Hotline.Intake.Receipts;

namespace Hotline.Tests.Intake.Receipts;

public sealed class ReceiptTests
{
    [Fact]
    public void A_code_is_sixteen_digits_that_read_back_however_they_are_grouped()
    {
        var code = ReceiptCode.New();
        Assert.Matches("^[0-9]{16}$", code.Digits);
        Assert.Equal(code.Digits, ReceiptCode.Parse(string.Join(' ', code.Groups))?.Digits);
        Assert.Equal(code.Digits, ReceiptCode.Parse(string.Join('-', code.Groups))?.Digits);
        Assert.Equal(code.Digits, string.Concat(code.Groups));
    }

    [Property(MaxTest = 200)]
    public Property Any_wrong_digit_and_any_two_swapped_show() =>
        Prop.ForAll(Gen.Choose(0, 14).ToArbitrary(), Gen.Choose(1, 9).ToArbitrary(), (at, shift) =>
        {
            var digits = ReceiptCode.New().Digits.ToCharArray();
            var wrong = (char[])digits.Clone();
            wrong[at] = (char)('0' + ((wrong[at] - '0' + shift) % 10));
            var swapped = (char[])digits.Clone();
            (swapped[at], swapped[at + 1]) = (swapped[at + 1], swapped[at]);
            return ReceiptCode.Parse(new string(wrong)) is null
                && (digits[at] == digits[at + 1] || ReceiptCode.Parse(new string(swapped)) is null);
        });

    [Fact]
    public void The_code_alone_gives_the_lookup_and_the_key_that_opens_questions()
    {
        var code = ReceiptCode.New();
        var receipt = ReceiptKeys.Of(code);
        var again = ReceiptKeys.Of(ReceiptCode.Parse(code.Digits)!.Value);
        Assert.Equal((receipt.Lookup, Convert.ToHexString(receipt.Binding)), (again.Lookup, Convert.ToHexString(again.Binding)));
        using var reporter = ECDiffieHellman.Create(again.Questions);
        Assert.Equal(receipt.PublicKey, reporter.ExportSubjectPublicKeyInfo());

        using var reviewer = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        using var known = ECDiffieHellman.Create();
        known.ImportSubjectPublicKeyInfo(receipt.PublicKey, out _);
        Assert.Equal(
            reviewer.DeriveKeyFromHash(known.PublicKey, HashAlgorithmName.SHA256),
            reporter.DeriveKeyFromHash(reviewer.PublicKey, HashAlgorithmName.SHA256));
    }

    [Fact]
    public void A_code_says_nothing_of_itself_in_a_log() =>
        Assert.DoesNotContain(ReceiptCode.New().Digits, $"{ReceiptCode.New()}", StringComparison.Ordinal);
}
