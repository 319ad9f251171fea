using System.Xml.Linq;
using Hotline.Intake.Calls;
using Hotline.Intake.Lines;
using Hotline.Platform.Settings;
using Hotline.Platform.Twilio;
using Hotline.Platform.Words;
using Microsoft.Extensions.Options;

namespace Hotline.Tests.Intake.Voice;

/// <summary>Our documents beside the same ones built with Twilio's Node library.</summary>
public sealed class CallDialogueTests
{
    private const string Origin = "https://hotline.example.org/twilio/voice";
    private const string Query = "?language=en&transcript=Twilio&take=1&asked=0&waits=0";
    private const string Voice = "#rc=1&rp=all&ct=1500&rt=5000";
    private const string Patient = "#rc=3&rp=all&ct=2000&rt=8000";

    private static readonly CallDialogue Dialogue = new(
        new Callbacks(Options.Create(new HotlineOptions { PublicUrl = new Uri("https://hotline.example.org") })), LineFolder.Default);

    [Fact]
    public async Task The_greeting_is_the_document_that_twilios_own_library_builds()
    {
        var ours = XDocument.Parse(Dialogue.Greeting(new CallStep(LineFolder.Default.First, TranscriptSource.Twilio)).ToString());
        var said = ours.Descendants("Say").Select(say => say.Value).ToList();
        object english = new { voice = "Polly.Joanna-Neural", language = "en-US" };
        object spanish = new { voice = "Polly.Mia-Neural", language = "es-MX" };
        object?[] verbs =
        [
            new object?[]
            {
                "gather", new { input = "dtmf", action = $"{Origin}/menu{Query}{Voice}", method = "POST",
                    timeout = 4, finishOnKey = "", numDigits = 1 }, null,
                new object?[] { new object?[] { "say", english, said[0] }, new object?[] { "say", spanish, said[1] } },
            },
            new object?[] { "say", english, said[2] },
            new object?[]
            {
                "record", new
                {
                    action = $"{Origin}/recorded{Query}{Voice}", method = "POST", timeout = 10, finishOnKey = "#", maxLength = 120,
                    playBeep = true, trim = "do-not-trim",
                    recordingStatusCallback = $"{Origin}/recording{Query}{Patient}", recordingStatusCallbackMethod = "POST",
                    recordingStatusCallbackEvent = "completed absent",
                    transcribe = true, transcribeCallback = $"{Origin}/transcript{Query}{Patient}",
                },
                null,
            },
            new object?[] { "redirect", new { method = "POST" }, $"{Origin}/recorded{Query}{Voice}" },
        ];
        var theirs = XDocument.Parse(
            (string)(await Oracle.AskAsync("twilio-twiml.mjs", new { Verbs = verbs }, TestContext.Current.CancellationToken))["xml"]!);
        Assert.Equal(Sorted(theirs.Root!).ToString(), Sorted(ours.Root!).ToString());
        Assert.Contains("911", said[0], StringComparison.Ordinal);
        Assert.Contains("recorded", said[0], StringComparison.Ordinal);
        Assert.Contains("911", said[1], StringComparison.Ordinal);
        Assert.Contains("se graba", said[1], StringComparison.Ordinal);
    }

    // The order of attributes means nothing.
    private static XElement Sorted(XElement element) => new(
        element.Name, element.Attributes().OrderBy(attribute => attribute.Name.ToString(), StringComparer.Ordinal),
        element.Nodes().OfType<XText>().Where(text => !string.IsNullOrWhiteSpace(text.Value)).Select(text => text.Value),
        element.Elements().Select(Sorted));
}
