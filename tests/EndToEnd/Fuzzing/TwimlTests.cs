using System.Text.Json;
using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Hotline.Contracts;
using Hotline.Intake.Calls;
using Hotline.Intake.Lines;
using Hotline.Intake.Receipts;
using Hotline.Intake.Texts;
using Hotline.Local.Twilio.Account;
using Hotline.Local.Twilio.Twiml;
using Hotline.Platform.Settings;
using Hotline.Platform.Twilio;
using Hotline.Platform.Words;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Twilio.TwiML;

namespace Hotline.Tests.EndToEnd.Fuzzing;

/// <summary>
/// Whatever stands in a call's query or in a reviewer's question, what we say is a document that Twilio carries out: read by the
/// simulator's rules (<c>StrictnessTests</c>). <see cref="FuzzTests"/> reads every answer to a signed webhook by the same
/// ones.
/// </summary>
public sealed class TwimlTests
{
    private static readonly Uri Url = new("https://hotline.example.org/");
    private static readonly Callbacks Callbacks = new(Options.Create(new HotlineOptions { PublicUrl = Url }));
    private static readonly CallDialogue Dialogue = new(Callbacks, LineFolder.Default);
    private static readonly TextReply Texts = new(Callbacks, LineFolder.Default);
    private static readonly DateTimeOffset At = new(2026, 11, 24, 20, 15, 0, TimeSpan.Zero);

    private static readonly string[] Hostile =
    [
        "", " ", "\0", "\u0001\u000B", "\uFFFE\uFFFF", "</Say><Hangup/>", "<![CDATA[", "]]>", "<!--", "&lt;", "&#0;",
        "<?xml version=\"1.0\"?>", "\"'<>&", "😡", "\u202E",
        "\r\n\t", "es", "en", "2", "-1", "2147483647", "Twilio", "Speech", "7", "0123456789abcdef0123456789abcdef",
        "1\"/><Dial>+15005550100</Dial>", "?x=1#rc=9",
    ];

    [Property(MaxTest = 1000)]
    public Property Whatever_a_call_s_query_says_each_step_is_a_document_that_twilio_carries_out() => Prop.ForAll(
        Queries().ToArbitrary(), query =>
        {
            var step = CallStep.Of(new QueryCollection(query), LineFolder.Default);
            foreach (var document in new[]
            {
                Dialogue.Greeting(step), Dialogue.Report(step), Dialogue.AskAgain(step), Dialogue.GoOn(step),
                Dialogue.Wait(step), Dialogue.AskCode(step),
                Dialogue.AskCodeAgain(step), Dialogue.CodeWrong(step), Dialogue.CodeAway(step),
                CallDialogue.Thanks(step), CallDialogue.Added(step),
                CallDialogue.HumanWay(step, new LineOptions()),
                CallDialogue.HumanWay(step, new LineOptions { HumanNumber = "+15005550100" }),
                CallDialogue.Receipt(step, ReceiptCode.New()),
            })
                Read(document, voice: true);
            // The next step stands where this one did, and a column may be named by each of its counts.
            var next = CallStep.Of(new QueryCollection(Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(step.ToQuery())), LineFolder.Default);
            return next == step && step is { Take: >= 1 and < 100, Waits: >= 0 and < 100, Tries: >= 0 and < 100 };
        });

    [Property(MaxTest = 500)]
    public Property Whatever_is_asked_a_caller_hears_it_in_a_document_that_twilio_carries_out() => Prop.ForAll(
        Questions().ToArbitrary(), questions =>
        {
            var said = Read(Dialogue.Earlier(new CallStep(LineFolder.Default.First, TranscriptSource.Twilio), questions), voice: true);
            var words = string.Concat(said.Verbs.Where(verb => verb.Name == "Say").Select(verb => verb.Value));
            return said.Verbs.Count(verb => verb.Name == "Record") == 1 && said.Verbs.All(verb => verb.Name != "Dial")
                && questions.Take(1).All(question => Letters(words)
                    .Contains(Letters(question.Text[..Math.Min(1000, question.Text.Length)]), StringComparison.Ordinal));
        });

    [Property(MaxTest = 500)]
    public Property Whatever_is_asked_a_texter_reads_it_in_a_document_that_twilio_carries_out() => Prop.ForAll(
        Questions().ToArbitrary(), Gen.Elements("received", "asked", "closed", "", "<x/>").ToArbitrary(), (questions, state) =>
        {
            var opening = new ReceiptOpening(
                OpeningOutcome.Found, TipOf.Call("CA1"), state == "closed" ? "es" : "en", "0",
                new StatusContent(state, At.AddDays(-1), []), questions);
            foreach (var isAll in new[] { true, false })
                if (Read(Texts.Returned(new TextCodes("", [opening], isAll, false)), voice: false).Verbs is not [
                    { Name.LocalName: "Message" }])
                    return false;
            return true;
        });

    /// <summary>The document, as strictly as Twilio reads it.</summary>
    /// <exception cref="TwilioException">Twilio would refuse it.</exception>
    private static TwimlDocument Read(TwiML document, bool voice) =>
        TwimlDocument.Read(document.ToString(SaveOptions.DisableFormatting), "text/xml", voice, Url);

    private static string Letters(string text) => string.Concat(text.Where(char.IsAsciiLetterOrDigit));

    private static Gen<Dictionary<string, StringValues>> Queries() =>
        from names in Gen.SubListOf("language", "transcript", "take", "asked", "waits", "tries", "earlier")
        from values in Gen.ArrayOf(Words(), 7)
        select names.Zip(values).ToDictionary(pair => pair.First, pair => new StringValues(pair.Second));

    private static Gen<List<QuestionContent>> Questions() =>
        from count in Gen.Choose(0, 12)
        from texts in Gen.ArrayOf(Texted(), count)
        select texts.Select(text => Travelled(new QuestionContent(text, At))).ToList();

    // A reviewer writes 10,000 characters at the most, and no question is blank.
    private static Gen<string> Texted() =>
        from words in Gen.NonEmptyListOf(Words())
        from times in Gen.Elements(1, 1, 1, 3, 400, 3000)
        let text = string.Concat(Enumerable.Repeat(string.Concat(words), times))
        let cut = text.Length > 10_000 ? text[..10_000] : text
        select string.IsNullOrWhiteSpace(cut) ? "Which street?" : cut;

    private static Gen<string> Words() =>
        Gen.OneOf(Gen.Elements(Hostile), ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""));

    // Through JSON as it comes from Review: half a surrogate pair does not survive it.
    private static QuestionContent Travelled(QuestionContent question) => JsonSerializer.Deserialize(
        JsonSerializer.SerializeToUtf8Bytes(question, ReplyJson.Default.QuestionContent), ReplyJson.Default.QuestionContent)!;
}
