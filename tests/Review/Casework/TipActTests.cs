using Hotline.Review.Casework;

namespace Hotline.Tests.Review.Casework;

/// <summary>The acts that a form posts on a tip.</summary>
public sealed class TipActTests
{
    // Each of these has a function of its own: who may call it, or what it answers, is another.
    private static readonly TipAct[] Apart = [TipAct.Block, TipAct.Codes, TipAct.Number];

    [Fact]
    public void Each_act_is_in_the_table_and_in_its_route_or_has_a_function_of_its_own()
    {
        var segments = TipActs.Segments.Split('|');

        Assert.Equal(Enum.GetValues<TipAct>().Except(Apart), new TipActs(null!, null!).All.Keys.Order());
        Assert.Equal(new TipActs(null!, null!).All.Keys.Order().Select(act => act.ToString().ToLowerInvariant()), segments);
    }
}
