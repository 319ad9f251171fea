using Hotline.Review.Triage;

namespace Hotline.Tests.Review.Triage;

/// <summary>What triage sees and what it misses, on statements labelled by hand; the figures stand in docs/triage.md.</summary>
public sealed class FiguresTests
{
    [Theory]
    [InlineData("labelled.json", 0.90, 0.95)]
    [InlineData("heldout.json", 0.95, 0.90)]
    public void What_must_be_raised_mostly_is(string file, double precision, double recall)
    {
        var statements = Statement.In(file);
        var figures = Figures.Of(statements);
        foreach (var row in figures)
            TestContext.Current.TestOutputHelper!.WriteLine(row.Row);
        if (file == "labelled.json")
            foreach (var line in Differences(statements))
                TestContext.Current.TestOutputHelper!.WriteLine(line);
        var raised = figures[^2];
        Assert.True(raised.Precision >= precision && raised.Recall >= recall, raised.Row);
    }

    [Fact]
    public void Each_rule_is_right_about_the_statements_that_it_was_tuned_on() =>
        Assert.All(Figures.Of(Statement.In("labelled.json")), row => Assert.True(row is { Precision: >= 0.85, Recall: >= 0.9 }, row.Row));

    [Theory]
    [InlineData("labelled.json")]
    [InlineData("heldout.json")]
    [InlineData("hard.json")]
    public void The_figures_in_the_documentation_are_these(string file)
    {
        var docs = File.ReadAllText(Path.Combine(Oracle.Root, "docs", "triage.md"));
        var table = string.Join('\n', Figures.Of(Statement.In(file)).Select(row => row.Row));
        Assert.True(docs.Contains(table, StringComparison.Ordinal), $"docs/triage.md should say of {file}:\n{table}");
    }

    [Fact]
    public void The_statements_are_enough_and_their_labels_are_rules()
    {
        var all = Statement.In("labelled.json").Concat(Statement.In("heldout.json")).ToList();
        Assert.True(all.Count >= 120);
        Assert.True(all.Count(statement => statement.Language == "es") >= 50);
        Assert.True(all.Count(statement => statement.Expected.Count == 0) >= 50);
        Assert.Equal(all.Count, all.Select(statement => statement.Text).Distinct().Count());
        Assert.Subset(TriageRules.BuiltIn.Rules.Select(rule => rule.Id).ToHashSet(), all.SelectMany(one => one.Expected).ToHashSet());
    }

    private static IEnumerable<string> Differences(IEnumerable<Statement> statements) =>
        from statement in statements
        let raising = TriageRules.BuiltIn.Rules.Where(rule => rule.Priority < TriageResult.Ordinary).Select(rule => rule.Id)
        let seen = TriageRules.BuiltIn.Read(statement.Text).Reasons.Select(reason => reason.Rule).Intersect(raising).ToHashSet()
        where !seen.SetEquals(statement.Expected)
        select $"missed [{string.Join(' ', statement.Expected.Except(seen))}] wrong [{string.Join(' ', seen.Except(statement.Expected))}] "
            + statement.Text;
}
