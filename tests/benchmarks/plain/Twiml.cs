using Microsoft.AspNetCore.Mvc;

namespace Plain;

internal static class Twiml
{
    /// <summary>The answer that carries a document.</summary>
    public static IActionResult ToAnswer(this Twilio.TwiML.TwiML document) =>
        new ContentResult { Content = document.ToString(), ContentType = "text/xml" };
}
