namespace Hotline.Platform.Words;

/// <summary><c>voice.json</c>: what a caller hears.</summary>
/// <param name="Locale">The language as Twilio speaks it, such as <c>en-US</c>.</param>
/// <param name="Speaker">Twilio's name of the voice (https://www.twilio.com/docs/voice/twiml/say/text-speech).</param>
/// <param name="Key">The key that chooses it in the greeting: 1 to 9, but not 3, which adds to an earlier report.</param>
/// <param name="Emergency">What to do in an emergency; part of the greeting.</param>
/// <param name="Recorded">That the call is recorded; part of the greeting.</param>
/// <param name="Greeting">This language's part of the greeting, which comes before the tone.</param>
/// <param name="Report">Asks for the report.</param>
/// <param name="AskAgain">Nothing was heard.</param>
/// <param name="GoOn">The longest recording ended in mid-sentence.</param>
/// <param name="NothingHeard">Nothing was heard twice.</param>
/// <param name="Connecting">The same, before a person is dialed.</param>
/// <param name="Received">Before the receipt.</param>
/// <param name="ReceiptIs">The first time.</param>
/// <param name="ReceiptAgain">The second and third.</param>
/// <param name="Goodbye">After the receipt.</param>
/// <param name="Wait">No receipt is ready yet.</param>
/// <param name="WaitMore">And still none.</param>
/// <param name="Thanks">Instead of a receipt.</param>
/// <param name="AskCode">Asks for a receipt.</param>
/// <param name="AskCodeAgain">No report has it.</param>
/// <param name="CodeWrong">No report has any of three.</param>
/// <param name="CodeAway">It can't be looked up now.</param>
/// <param name="NoQuestion">The report is found and nothing waits.</param>
/// <param name="Question">One question waits.</param>
/// <param name="Questions">Several do.</param>
/// <param name="Add">Asks for what is to be added.</param>
/// <param name="Added">It is.</param>
public sealed record VoiceTexts(
    string Locale, string Speaker, string Key, string Emergency, string Recorded,
    [property: Holds("emergency", "recorded")] string Greeting,
    string Report, string AskAgain, string GoOn, string NothingHeard, string Connecting,
    string Received, string ReceiptIs, string ReceiptAgain, string Goodbye, string Wait, string WaitMore, string Thanks,
    string AskCode, string AskCodeAgain, string CodeWrong, string CodeAway, string NoQuestion, string Question, string Questions,
    string Add, string Added)
{
    /// <summary>Whether Twilio can transcribe it: it knows English alone.</summary>
    public bool IsEnglish => Locale.StartsWith("en", StringComparison.OrdinalIgnoreCase);

    /// <summary>The greeting with its two sentences.</summary>
    public string WholeGreeting => Greeting.With("emergency", Emergency).With("recorded", Recorded);
}
