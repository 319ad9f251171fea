using System.Xml.Linq;
using Hotline.Local.Twilio.Account;

namespace Hotline.Local.Twilio.Calls;

/// <summary>The person on the phone: by a script, or live.</summary>
internal interface ICaller
{
    /// <summary>How a dialled call ends.</summary>
    string DialStatus { get; }

    /// <summary>Whether the caller has hung up, other than at a recording.</summary>
    bool IsGone { get; }

    /// <summary>Whether a key was pressed that ends what a <c>Gather</c> is saying.</summary>
    bool Interrupts { get; }

    /// <summary>The language of what is said.</summary>
    string LanguageOf(string words);

    /// <summary>The call comes to another of the <see cref="CallScript.Steps"/>.</summary>
    void Reach(string next);

    /// <summary>Hears a <c>Say</c> to its end, or until a key or a hang-up cuts it off.</summary>
    Task HearAsync(XElement say);

    /// <summary>Waits at a <c>Pause</c>.</summary>
    Task WaitAsync(XElement pause);

    /// <summary>Presses keys at a <c>Gather</c>.</summary>
    /// <returns>The digits, and the key that finished them; both empty where nobody pressed.</returns>
    Task<(string Digits, string Finish)> PressAsync(XElement gather);

    /// <summary>Speaks at a <c>Record</c>, until silence, a key, its length or a hang-up ends it.</summary>
    Task<Take> SpeakAsync(XElement record);
}
