using Hotline.Contracts;

namespace Hotline.Tests.Contracts;

public sealed class ReplyTests
{
    [Theory]
    [InlineData("question", ReplyKind.Question)]
    [InlineData("status", ReplyKind.Status)]
    public void A_reply_is_written_as_it_always_was(string word, ReplyKind kind)
    {
        var json = $$"""{"lookup":"0123","kind":"{{word}}","number":1,"sealed":"a.b.c.d.e","keepUntil":null}""";
        var reply = new Reply("0123", kind, 1, "a.b.c.d.e");
        Assert.Equal((json, reply), (reply.ToJson(), Reply.Read(json)));
    }

    [Fact]
    public void Each_kind_has_a_word_of_its_own() =>
        Assert.Equal(Enum.GetValues<ReplyKind>().Length, Enum.GetValues<ReplyKind>().Select(kind => kind.Word()).Distinct().Count());

    [Theory]
    [InlineData("\"dance\"", true)]
    [InlineData("\"Question\"", true)]
    [InlineData("1", false)]
    [InlineData("null", false)]
    public void What_is_no_kind_is_refused_or_waits_for_a_newer_version(string kind, bool mayBeNewer)
    {
        var failure = Assert.ThrowsAny<FormatException>(
            () => Reply.Read($$"""{"lookup":"0123","kind":{{kind}},"number":1,"sealed":"a.b.c.d.e"}"""));
        Assert.Equal(mayBeNewer, failure is NewerVersionException);
    }
}
