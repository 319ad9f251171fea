using System.Text.RegularExpressions;
using Hotline.Local.Twilio.Account;

namespace Hotline.Tests.Drivers;

/// <summary>A receipt is a part of its tip; where reports come faster than receipts are made, some reporters are told none.</summary>
internal static partial class ToldReceipts
{
    /// <summary>How many were told, by voice or by text: one or none.</summary>
    public static int In(ConversationResult played) => played.Lines.Any(said => Receipt().IsMatch(said.Text)) ? 1 : 0;

    [GeneratedRegex("\\d{4} \\d{4} \\d{4} \\d{4}|^\\d, \\d, \\d, \\d$")]
    private static partial Regex Receipt();
}
