using Hotline.Contracts;
using Hotline.Platform.Storage;
using Hotline.Review.Tips;

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
        new[] { typeof(CallSid), typeof(MessageSid), typeof(RecordingSid), typeof(TipId) },
        type => Assert.Empty(type.GetConstructors()));

    [Fact]
    public void A_tips_id_is_in_a_state_as_it_always_was()
    {
        var state = TipState.New(TipOf.Text("SM1"));
        Assert.Contains($$"""{"value":"{{state.Id}}"}""", state.ToJson(), StringComparison.Ordinal);
        Assert.Equal(state.Id, TipState.Read(state.ToJson()).Id);
        Assert.Throws<AlteredException>(() => TipState.Read(state.ToJson().Replace(state.Id.Value, "0123", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_is_no_id_names_no_tip() => Assert.All(
        new[] { null, "", "0123", "0123456789ABCDEF0123456789ABCDEF", "../../0123456789abcdef0123456789" },
        text => Assert.Equal((null, TipId.None), (TipId.Parse(text), TipId.OrNone(text))));

    [Fact]
    public void A_tip_is_named_by_its_call_or_text_as_it_always_was()
    {
        const string Sid = "CA0123456789abcdef0123456789abcdef";
        Assert.Equal(TipOf.Call(Sid), TipId.OfCall(CallSid.Parse(Sid)!.Value));
        Assert.Equal(TipOf.Text(Sid), TipId.OfMessage(MessageSid.Parse(Sid)!.Value));
    }
}
