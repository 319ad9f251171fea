using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Hotline.Local.Twilio.Account;

/// <summary>
/// The words that Twilio answers itself, and who said STOP (https://help.twilio.com/articles/223134027): nothing more is sent from the
/// number to them until they say START. Only a text that is nothing but the word counts.
/// </summary>
internal sealed class OptOuts(TwilioRecords records)
{
    private const string Kind = nameof(OptOuts);

    private static readonly string[] Stop = ["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"];
    private static readonly string[] Start = ["START", "YES", "UNSTOP"];
    private static readonly string[] Help = ["HELP", "INFO"];

    /// <summary>Takes a text; returns Twilio's own answer, null where it has none.</summary>
    public string? Take(string person, string number, string body)
    {
        var word = body.Trim().ToUpperInvariant();
        if (Stop.Contains(word))
        {
            records.Add(Kind, SidOf(person, number), new JsonObject());
            return "You have successfully been unsubscribed. You will not receive any more messages from this number. Reply START to resubscribe.";
        }

        if (Start.Contains(word))
        {
            records.Delete(Kind, SidOf(person, number));
            return "You have successfully been re-subscribed to messages from this number. Reply HELP for help. Reply STOP to unsubscribe. Msg&Data Rates May Apply.";
        }

        return Help.Contains(word) ? "Reply STOP to unsubscribe. Msg&Data Rates May Apply." : null;
    }

    /// <summary>Whether this person said STOP to this number.</summary>
    public bool Has(string person, string number) => records.Find(Kind, SidOf(person, number)) is not null;

    private static string SidOf(string person, string number) =>
        $"XO{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{person} {number}")))}";
}
