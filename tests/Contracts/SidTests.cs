using Hotline.Contracts;

namespace Hotline.Tests.Contracts;

/// <summary>Names of calls, texts, recordings and tips can't be made of anything else.</summary>
public sealed class SidTests
{
    [Theory]
    [InlineData("CA0123456789abcdef0123456789ABCDEF", true)]
    [InlineData("CA0123456789abcdef0123456789ABCDEG", false)]
    [InlineData("ca0123456789abcdef0123456789abcdef", false)]
    [InlineData("CA0123456789abcdef0123456789abcdef0", false)]
    [InlineData("+15005550006", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_sid_is_two_letters_and_32_hex_digits(string? text, bool isSid)
    {
        Assert.Equal(isSid ? text : null, CallSid.Parse(text)?.Value);
        Assert.Equal(isSid ? text : null, MessageSid.Parse(text)?.ToString());
        Assert.Equal(isSid ? text : null, RecordingSid.Parse(text)?.ToString());
    }

    [Fact]
    public void No_name_can_be_made_unparsed() => Assert.All(
        new[] { typeof(CallSid), typeof(MessageSid), typeof(RecordingSid) },
        type => Assert.Empty(type.GetConstructors()));

    [Fact]
    public void A_tip_is_named_by_its_call_or_text_as_it_always_was()
    {
        const string Sid = "CA0123456789abcdef0123456789abcdef";
        Assert.Equal(TipOf.Call(Sid), TipId.OfCall(CallSid.Parse(Sid)!.Value));
        Assert.Equal(TipOf.Text(Sid), TipId.OfMessage(MessageSid.Parse(Sid)!.Value));
    }
}
