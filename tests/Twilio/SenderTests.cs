using Hotline.Platform.Twilio;
using Hotline.Review.Numbers;
using Hotline.Review.Tips;
using Microsoft.Extensions.Options;

namespace Hotline.Tests.Twilio;

/// <summary>Who is one person, as far as a number says.</summary>
public sealed class SenderTests
{
    [Theory]
    [InlineData("+266696687")]
    [InlineData("+1266696687")]
    [InlineData("+7378742833")]
    [InlineData("+17378742833")]
    [InlineData("+527378742833")]
    [InlineData("+7378742883")]
    [InlineData("+17378742883")]
    [InlineData("+2562533")]
    [InlineData("+12562533")]
    [InlineData("+8656696")]
    [InlineData("+18656696")]
    [InlineData("+86282452253")]
    [InlineData("+186282452253")]
    [InlineData("+7748283")]
    [InlineData("+18628245225")]
    [InlineData("+17748283686")]
    [InlineData("+18656696686")]
    [InlineData("+12562533686")]
    [InlineData("+10000000000")]
    [InlineData("+11111111111")]
    [InlineData("+15551234")]
    [InlineData("+18005550100")]
    [InlineData("+999999999999")]
    [InlineData("anonymous")]
    [InlineData("22395")]
    [InlineData("whatsapp:+15005550006")]
    [InlineData("sip:anonymous@anonymous.invalid")]
    [InlineData("")]
    [InlineData(null)]
    public void Whatever_carriers_write_for_a_withheld_number_is_nobody(string? from)
    {
        Assert.False(Sender.IsOnePhone(from));
        Assert.Null(Hashes().Of(from ?? ""));
    }

    [Theory]
    [InlineData("+15005550006")]
    [InlineData("+12025550123")]
    [InlineData("+17378742834")]
    [InlineData("+447911123456")]
    [InlineData("+525512345678")]
    [InlineData("+4915112345678")]
    public void A_number_of_a_numbering_plan_is_one_phone(string from)
    {
        Assert.True(Sender.IsOnePhone(from));
        Assert.NotNull(Hashes().Of(from));
    }

    private static NumberHashes Hashes() => new(Options.Create(new ReviewOptions { Pepper = Convert.ToBase64String(new byte[32]) }));
}
