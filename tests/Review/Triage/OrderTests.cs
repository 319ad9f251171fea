using System.Text.Json;
using Hotline.Review.Triage;

namespace Hotline.Tests.Review.Triage;

/// <summary>What comes last, what in its turn, and what first: statements labelled by hand, in <c>order.json</c>.</summary>
public sealed class OrderTests
{
    private static readonly Ordered[] All = JsonSerializer.Deserialize<Ordered[]>(
        File.ReadAllText(Path.Combine(Oracle.Root, "tests", "Review", "Triage", "order.json")), JsonSerializerOptions.Web)!;

    public static TheoryData<int, string> Statements => new(All.Select(one => (one.Priority, one.Text)));

    [Theory]
    [MemberData(nameof(Statements))]
    public void A_statement_has_the_place_that_a_person_gave_it(int priority, string text) =>
        Assert.Equal(priority, TriageRules.BuiltIn.Read(text).Priority);

    [Fact]
    public void Whatever_else_a_text_says_beside_a_lowering_phrase_it_does_not_come_last()
    {
        var raised = All.Where(one => one.Priority == 4).SelectMany(one => new[]
        {
            $"{one.Text} Help me.", $"He wrote: {one.Text}", $"{one.Text} No.", $"Not true: {one.Text}", $"{one.Text} 😡", $"救命 {one.Text}",
        }).Where(text => TriageRules.BuiltIn.Read(text).Priority == 4);
        Assert.Empty(raised);
    }

    [Fact]
    public void There_are_forty_and_more_in_both_languages()
    {
        Assert.True(All.Length >= 40);
        Assert.Equal(["en", "es"], All.Select(one => one.Language).Distinct().Order());
        Assert.Equal([1, 3, 4], All.Select(one => one.Priority).Distinct().Order());
    }

    private sealed record Ordered(string Language, int Priority, string Text);
}
