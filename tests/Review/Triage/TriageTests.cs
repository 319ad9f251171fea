using System.Globalization;
using System.Resources;
using FsCheck.Xunit;
using Hotline.Review.Triage;

namespace Hotline.Tests.Review.Triage;

public sealed class TriageTests
{
    [Fact]
    public void A_reason_says_where_its_words_stand()
    {
        const string text = "Please help. He said: I'll KILL you, I don’t know why.";
        var reason = Assert.Single(TriageRules.BuiltIn.Read(text).Reasons, reason => reason.Rule == "threat");
        Assert.Equal("I'll KILL you", text.Substring(reason.Start, reason.Length));
    }

    [Fact]
    public void Both_halves_of_a_combined_rule_are_shown()
    {
        const string text = "He said I will kill you. It happens tomorrow.";
        var result = TriageRules.BuiltIn.Read(text);
        Assert.Equal(1, result.Priority);
        Assert.Equal(
            ["will kill you", "tomorrow"],
            result.Reasons.Where(reason => reason.Rule == "imminent").Select(reason => text.Substring(reason.Start, reason.Length)));
    }

    [Theory]
    [InlineData("Mañana te mató", "manana te mato")]
    [InlineData("Man\u0303ana te mato\u0301", "MAÑANA TE MATÓ")]
    public void Accents_and_case_make_no_difference(string one, string other) =>
        Assert.Equal(
            TriageRules.BuiltIn.Read(one).Reasons.Select(reason => reason.Rule),
            TriageRules.BuiltIn.Read(other).Reasons.Select(reason => reason.Rule));

    [Theory]
    [InlineData("He'll kill me")]
    [InlineData("he’ll kill me")]
    [InlineData("hell kill me")]
    [InlineData("𝐡𝐞 𝐰𝐢𝐥𝐥 𝐤𝐢𝐥𝐥 𝐦𝐞")]
    public void A_threat_is_seen_however_it_is_typed(string text) => Assert.Equal(2, TriageRules.BuiltIn.Read(text).Priority);

    [Fact]
    public void A_tip_is_as_urgent_as_its_most_urgent_part()
    {
        var tip = TriageResult.Combine(
            [TriageRules.BuiltIn.Read("wrong number"), TriageRules.BuiltIn.Read("he has a gun"),
                TriageRules.BuiltIn.Read("he has a rifle")]);
        Assert.Equal(2, tip.Priority);
        Assert.Equal(["misdirected", "weapon"], tip.Reasons.Select(reason => reason.Rule));
        Assert.All(tip.Reasons, reason => Assert.Equal(0, reason.Length));
    }

    [Fact]
    public void Nothing_seen_is_ordinary()
    {
        Assert.Equal(TriageResult.None, TriageRules.BuiltIn.Read(""));
        Assert.Equal(TriageResult.None, TriageResult.Combine([]));
    }

    [Fact]
    public void Only_a_text_without_any_other_reason_is_low()
    {
        Assert.Equal(4, TriageRules.BuiltIn.Read("Sorry, wrong number").Priority);
        Assert.Equal(2, TriageRules.BuiltIn.Read("Sorry, wrong number, but he has a gun").Priority);
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    public void A_culture_changes_nothing(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            var result = TriageRules.BuiltIn.Read("I WILL KILL HIM IN THE LIBRARY ON FRIDAY");
            Assert.Contains(result.Reasons, reason => reason.Rule == "imminent");
            Assert.Equal(result, TriageResult.Parse(result.ToString()));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("5 threat:1:2")]
    [InlineData("2 threat:1")]
    [InlineData("2 threat:-1:2")]
    public void A_column_that_is_no_result_is_refused(string column) =>
        Assert.Throws<FormatException>(() => TriageResult.Parse(column));

    [Fact]
    public void Every_rule_has_a_name_and_a_signal_in_each_language()
    {
        var names = new ResourceManager("Hotline.Review.Triage.Reasons", typeof(TriageRules).Assembly);
        var file = RuleFile.BuiltIn();
        foreach (var rule in file.Rules)
        {
            Assert.False(string.IsNullOrEmpty(names.GetString(rule.Id, CultureInfo.InvariantCulture)), rule.Id);
            Assert.All(file.Languages.Values, language => Assert.Subset(
                language.Signals.Keys.ToHashSet(), rule.Any.Concat(rule.With ?? []).ToHashSet()));
        }
    }

    [Property]
    public bool Any_text_can_be_read(string? text)
    {
        var result = TriageRules.BuiltIn.Read(text ?? "");
        return result.Priority is >= 1 and <= 4
            && result.Reasons.All(reason => reason.Start >= 0 && reason.Length > 0 && reason.Start + reason.Length <= text!.Length);
    }

    [Theory]
    [InlineData("i will kill you tomorrow at home ")]
    [InlineData("will will will going to going to want to ")]
    [InlineData("he has a gun at school and a bomb ")]
    public void Ten_times_the_text_takes_some_ten_times_as_long(string words)
    {
        _ = TriageRules.BuiltIn.Read(words);
        var text = string.Concat(Enumerable.Repeat(words, 300));
        var (once, ten) = (Fastest(text), Fastest(string.Concat(Enumerable.Repeat(text, 10))));
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{text.Length} characters: {once.TotalMilliseconds:0.0} ms, ten times that: {ten.TotalMilliseconds:0.0} ms");
        // Quadratic time would be a hundred times as long.
        Assert.True(ten < (once * 40) + TimeSpan.FromMilliseconds(50), $"{once} and {ten}");

        static TimeSpan Fastest(string text) => Enumerable.Range(0, 3).Min(_ =>
        {
            var before = OnTheProcessor();
            TriageRules.BuiltIn.Read(text);
            return OnTheProcessor() - before;
        });

        // This thread's own time (https://docs.kernel.org/scheduler/sched-stats.html): other work on the machine is not in it.
        static TimeSpan OnTheProcessor() => TimeSpan.FromMicroseconds(
            long.Parse(File.ReadAllText("/proc/thread-self/schedstat").Split(' ')[0], CultureInfo.InvariantCulture) / 1000.0);
    }
}
