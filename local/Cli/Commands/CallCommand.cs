using System.CommandLine;
using Hotline.Local.Twilio.Account;

namespace Hotline.Local.Cli.Commands;

/// <summary><c>./hotline call</c>: reports something by phone.</summary>
internal static class CallCommand
{
    public static Command Build()
    {
        var say = new Option<string?>("--say") { Description = "What the caller says at the tone." };
        var audio = CheckedOption.File("--audio", "A WAV that is recorded as it is, in the place of words.");
        var transcript = new Option<string?>("--transcript") { Description = "What is said in that WAV." };
        var language = CheckedOption.OneOf("--language", "The caller's choice: en or es.", "en", "en", "es");
        var keys = new Option<string?>("--keys") { Description = "Keys pressed at the greeting, in the place of the language's." };
        var code = new Option<string?>("--code") { Description = "Add to an earlier report: the 16 digits of its receipt." };
        var from = new Option<string>("--from") { Description = "The caller's number.", DefaultValueFactory = _ => "+15005550006" };
        var forwarded = new Option<string?>("--forwarded-from") { Description = "The number from which the call is forwarded." };
        var hangUp = CheckedOption.OneOf("--hang-up-after", "Hang up after a step.", null, [.. CallScript.Steps]);
        var command = new Command("call", "Report something by phone")
        {
            say, audio, transcript, language, keys, code, from, forwarded, hangUp,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(say) is null == (result.GetValue(audio) is null))
                result.AddError("Give either --say TEXT or --audio FILE.");
            if (result.GetValue(code) is not null && result.GetValue(keys) is not null)
                result.AddError("Give either --code or --keys: with a code, 3 is pressed at the greeting.");
        });
        command.SetAction((parsed, stop) => Simulator.PlayAsync("calls", new CallScript
        {
            From = parsed.GetValue(from)!,
            ForwardedFrom = parsed.GetValue(forwarded),
            Keys = parsed.GetValue(code) is { } digits ? ["3", string.Concat(digits.Where(char.IsAsciiDigit))]
                : (parsed.GetValue(keys) ?? (parsed.GetValue(language) == "es" ? "2" : "")) is { Length: > 0 } pressed ? [pressed] : [],
            Says = parsed.GetValue(say) is { } words ? [words] : [],
            Audio = parsed.GetValue(audio) is { } file ? File.ReadAllBytes(file.FullName) : null,
            Transcript = parsed.GetValue(transcript),
            HangUpAfter = parsed.GetValue(hangUp),
        }, stop));
        return command;
    }
}
