namespace Hotline.Platform.Words;

/// <summary><c>texts.json</c>: what a texter is answered.</summary>
/// <param name="Receipt">A report came, and this is its receipt.</param>
/// <param name="Received">A report came; no receipt is ready.</param>
/// <param name="Stop">The answer to STOP, where Twilio gives none.</param>
/// <param name="Start">To START.</param>
/// <param name="Help">To HELP.</param>
/// <param name="Added">What came is added to an earlier report.</param>
/// <param name="States">How a report stands.</param>
/// <param name="Answer">How to answer a question.</param>
/// <param name="Rest">Where to hear the rest of a long one.</param>
public sealed record SmsTexts(
    [property: Holds("code")] string Receipt, string Received, string Stop, string Start, string Help, string Added, SmsStates States,
    string Answer, string Rest);

/// <summary>How a report stands.</summary>
public sealed record SmsStates(string Received, string Reading, string Asked, string Answered, string Closed) : TextSet;

/// <summary><c>replies.json</c>: what a reporter who was asked is texted.</summary>
/// <param name="Answer">How to answer; follows the question.</param>
/// <param name="Notice">That there is a message, where the question is not texted.</param>
public sealed record ReplyTexts(string Answer, string Notice);
