using Hotline.Review.Casework;
using Hotline.Review.Console;
using Hotline.Review.Ledger;

namespace Hotline.Tests.Review.Tips;

/// <summary>Dispositions stand once: name, label and meaning.</summary>
public sealed class DispositionTests
{
    [Fact]
    public void Each_has_a_label_and_a_meaning_of_its_own_that_the_console_offers()
    {
        var all = Enum.GetValues<Disposition>();
        Assert.Equal(all.Select(one => (one, one.Label().Name, one.Label().Meaning)), Labels.Dispositions);
        Assert.Equal(all.Length, all.Select(one => one.Label().Name).Distinct().Count());
        Assert.Equal(all.Length, all.Select(one => one.Label().Meaning).Distinct().Count());
    }

    [Theory]
    [InlineData("Referred", Disposition.Referred)]
    [InlineData("referred", null)]
    [InlineData("0", null)]
    [InlineData("Referred, Abuse", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void One_is_read_by_its_name_alone(string? name, Disposition? disposition) =>
        Assert.Equal(disposition, DispositionLabels.Parse(name));

    [Fact]
    public void What_an_event_says_is_shown_as_people_read_it()
    {
        Assert.Equal("Protected speech", Labels.Disposition(Closed("ProtectedSpeech").As<ClosedEvent>().Disposition!.Value));
        Assert.IsType<UnreadableEvent>(Closed("Later").What);
        Assert.Equal("closed it", EventWords.Of(Closed("Later")));
    }

    private static LedgerEvent Closed(string disposition)
    {
        var closed = new ClosedEvent(Disposition.ProtectedSpeech).ToFacts();
        Assert.Equal("ProtectedSpeech", closed["disposition"]);
        closed["disposition"] = disposition;
        return new LedgerEvent("tip-1", 0, DateTimeOffset.UnixEpoch, Actor.Line.Id, Actor.Line.Name, EventKind.Closed, null, closed, "");
    }
}
