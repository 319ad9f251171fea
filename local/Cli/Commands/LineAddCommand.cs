using System.CommandLine;
using Hotline.Local.Cli.Lines;
using Hotline.Local.Line;
using Hotline.Platform.Settings;

namespace Hotline.Local.Cli.Commands;

/// <summary><c>./hotline line add</c>: points a number at a deployment, and prints the fallback documents where it has none.</summary>
internal static class LineAddCommand
{
    /// <summary>The command; its exit code is that of the check that follows.</summary>
    public static Command Build()
    {
        var number = new Argument<string>("number") { Description = "The number, such as +15005550100." };
        var url = LineCommand.UrlOption();
        var voice = Fallback("--voice-fallback", "The address of the TwiML Bin with infra/fallback/voice.xml.");
        var text = Fallback("--text-fallback", "The address of the TwiML Bin with infra/fallback/text.xml.");
        var command = new Command("add", "Point a number at a deployment, and print what to paste into TwiML Bins")
        {
            number, url, voice, text,
        };
        command.SetAction((parsed, stop) =>
            RunAsync(parsed.GetValue(number)!, parsed.GetValue(url), parsed.GetValue(voice), parsed.GetValue(text), stop));
        return command;
    }

    private static async Task<int> RunAsync(string named, Uri? url, Uri? voice, Uri? text, CancellationToken stop)
    {
        using var account = LineCommand.Account();
        var webhooks = LineCommand.WebhooksOf(account, url);
        var before = (await LineCheck.NumbersAsync(account, named))[0];
        var (changes, number) = await LineSetUp.PointAsync(account, before, webhooks, voice, text);
        Console.WriteLine(changes.Count == 0 ? "Nothing had to be changed." : $"Changed at {named}:");
        foreach (var change in changes)
            Console.WriteLine($"  {change.What}\n    was {change.Before}\n    is  {change.After}");
        Console.WriteLine();
        if (!number.VoiceFallbackUrl.IsSet() || !number.SmsFallbackUrl.IsSet())
            PrintDocuments(named, webhooks.Origin);
        return LineCommand.Print(await new LineCheck(account, webhooks).LookAsync([number], stop));
    }

    private static void PrintDocuments(string number, Uri origin) => Console.WriteLine($"""
        What callers and texters get while the deployment can't answer is hosted at Twilio. Make three TwiML Bins
        (https://console.twilio.com, TwiML Bins), in this order:

        1. hotline-recorded
        {FallbackDocuments.Recorded}
        2. hotline-voice, in which action="recorded" becomes action="THE ADDRESS OF THE FIRST"
        {FallbackDocuments.Voice}
        3. hotline-text
        {FallbackDocuments.Text}
        Then: ./hotline line add {number} --url {origin.GetLeftPart(UriPartial.Authority)} \
                --voice-fallback ADDRESS-OF-2 --text-fallback ADDRESS-OF-3

        """);

    private static Option<Uri?> Fallback(string name, string description) =>
        CheckedOption.Address(name, description, "an https address", SafeAddress.IsSafe);
}
