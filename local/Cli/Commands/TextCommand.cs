using System.CommandLine;
using Hotline.Local.Twilio.Account;

namespace Hotline.Local.Cli.Commands;

/// <summary><c>./hotline text</c>: reports something by SMS or MMS.</summary>
internal static class TextCommand
{
    public static Command Build()
    {
        var say = new Option<string>("--say") { Description = "The words.", DefaultValueFactory = _ => "" };
        var image = CheckedOption.Files("--image", "A picture or other file; up to ten.");
        var from = new Option<string>("--from") { Description = "The sender's number.", DefaultValueFactory = _ => "+15005550006" };
        var command = new Command("text", "Report something by text message") { say, image, from };
        command.Validators.Add(result =>
        {
            if (result.GetValue(say) is not { Length: > 0 } && result.GetValue(image) is not { Length: > 0 })
                result.AddError("Give --say TEXT, --image FILE, or both.");
            if (result.GetValue(image) is { Length: > 10 })
                result.AddError("A text takes ten files.");
        });
        command.SetAction((parsed, stop) => Simulator.PlayAsync("texts", new TextScript
        {
            From = parsed.GetValue(from)!,
            Body = parsed.GetValue(say)!,
            Media = [.. (parsed.GetValue(image) ?? [])
                .Select(file => new MediaFile(TypeOf(file.Extension), File.ReadAllBytes(file.FullName)))],
        }, stop));
        return command;
    }

    private static string TypeOf(string extension) => extension.ToUpperInvariant() switch
    {
        ".JPG" or ".JPEG" => "image/jpeg",
        ".PNG" => "image/png",
        ".GIF" => "image/gif",
        ".MP4" => "video/mp4",
        ".WEBM" => "video/webm",
        ".WAV" => "audio/wav",
        ".PDF" => "application/pdf",
        _ => "application/octet-stream",
    };
}
