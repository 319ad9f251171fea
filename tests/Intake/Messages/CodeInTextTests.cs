using System.Globalization;
using System.Resources;
using Hotline.Intake.Messages;
using Hotline.Intake.Receipts;
using Hotline.Local.Twilio.Messages;

namespace Hotline.Tests.Intake.Messages;

/// <summary>Receipts in texts, and our words in them.</summary>
public sealed class CodeInTextTests
{
    private static readonly ReceiptCode Code = ReceiptCode.New();

    [Theory]
    [InlineData("{0}", "", true)]
    [InlineData("  {0}. ", ".", true)]
    [InlineData("{1} It was Main Street.", "It was Main Street.", false)]
    [InlineData("It was Main Street. {2}", "It was Main Street.", false)]
    [InlineData("On the 5 {1}\nit was red", "On the 5 it was red", false)]
    [InlineData("receipt:{0}, 12 May", "receipt: , 12 May", false)]
    public void A_receipt_is_found_however_it_is_written_and_cut_out(string text, string rest, bool isAll)
    {
        var written = string.Format(
            CultureInfo.InvariantCulture, text, Code.Digits, string.Join(' ', Code.Groups), string.Join('-', Code.Groups));
        // What stands before may make 16 digits of its own with a right check digit, one time in ten.
        var found = CodeInText.In(written).Single(found => ReceiptCode.Parse(found.Code)!.Value.Digits == Code.Digits);
        Assert.Equal((rest, isAll), (found.Rest, found.IsAll));
        Assert.DoesNotContain(Code.Digits, $"{found}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9{0}")]
    [InlineData("{0}0")]
    [InlineData("Call 500 555 0100")]
    [InlineData("")]
    public void Longer_and_shorter_numbers_hold_none(string text) =>
        Assert.Empty(CodeInText.In(string.Format(CultureInfo.InvariantCulture, text, Code.Digits)));

    [Fact]
    public void Our_words_are_in_the_alphabet_that_a_segment_takes_most_of()
    {
        var words = new ResourceManager("Hotline.Intake.Messages.Written", typeof(CodeInText).Assembly);
        foreach (var language in new[] { "en", "es" })
            foreach (System.Collections.DictionaryEntry entry in words.GetResourceSet(CultureInfo.GetCultureInfo(language), true, true)!)
                Assert.All((string)entry.Value!, letter => Assert.Equal(
                    (entry.Key, letter, 1), (entry.Key, letter, Segments.Of(new string(letter, 80)))));
        Assert.NotEqual(1, Segments.Of(new string('í', 80)));
    }
}
