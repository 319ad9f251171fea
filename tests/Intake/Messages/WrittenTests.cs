using System.Globalization;
using System.Resources;
using Hotline.Intake.Texts;
using Hotline.Local.Twilio.Messages;

namespace Hotline.Tests.Intake.Messages;

/// <summary>Our words in texts.</summary>
public sealed class WrittenTests
{
    [Fact]
    public void Our_words_are_in_the_alphabet_that_a_segment_takes_most_of()
    {
        var words = new ResourceManager("Hotline.Intake.Texts.Written", typeof(TextReply).Assembly);
        foreach (var language in new[] { "en", "es" })
            foreach (System.Collections.DictionaryEntry entry in words.GetResourceSet(CultureInfo.GetCultureInfo(language), true, true)!)
                Assert.All((string)entry.Value!, letter => Assert.Equal(
                    (entry.Key, letter, 1), (entry.Key, letter, Segments.Of(new string(letter, 80)))));
        Assert.NotEqual(1, Segments.Of(new string('í', 80)));
    }
}
