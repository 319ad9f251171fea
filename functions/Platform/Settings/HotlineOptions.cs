using Hotline.Platform.Sealing;
using Microsoft.Extensions.Options;

namespace Hotline.Platform.Settings;

/// <summary>The half of the hotline that a process is.</summary>
public enum Room
{
    /// <summary>Nothing was said.</summary>
    None,

    /// <summary>The public half: adds to tips and can't read one.</summary>
    Intake,

    /// <summary>The private half: opens tips and shows them to reviewers.</summary>
    Review,
}

/// <summary>Settings <c>Hotline</c>: what both rooms need to know.</summary>
public sealed class HotlineOptions
{
    /// <summary>Which room this process is.</summary>
    public Room Room { get; set; }

    /// <summary>The origin under which the world calls this room, such as <c>https://tips.example.org</c>; signatures cover it.</summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>
    /// PEM: for Intake the public half of the sealing key, for Review the private halves of all keys that are live, the newest first.
    /// </summary>
    public string SealingKeys { get; set; } = "";
}

/// <summary>Checks the settings at start.</summary>
public sealed class HotlineOptionsCheck : IValidateOptions<HotlineOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, HotlineOptions options)
    {
        if (options.Room == Room.None)
            return ValidateOptionsResult.Fail("Set Hotline:Room to Intake or Review: one process is one room.");
        if (options.PublicUrl is not { IsAbsoluteUri: true, Scheme: "http" or "https", PathAndQuery: "/", UserInfo: "" })
            return ValidateOptionsResult.Fail(
                "Set Hotline:PublicUrl to the origin that the world calls, such as https://tips.example.org, without a path, a user or "
                + "a password.");
        return options.SealingKeys.Contains("-----BEGIN", StringComparison.Ordinal)
            ? CheckKeys(options)
            : ValidateOptionsResult.Fail(options.Room == Room.Intake
                ? "Set Hotline:SealingKeys to the public half of the sealing key (PEM, a block PUBLIC KEY)."
                : "Set Hotline:SealingKeys to the private halves of the sealing keys (PEM, blocks PRIVATE KEY).");
    }

    private static ValidateOptionsResult CheckKeys(HotlineOptions options)
    {
        try
        {
            if (options.Room == Room.Intake)
            {
                PublicSealingKey.Parse(options.SealingKeys).Dispose();
            }
            else
            {
                using var opener = new Opener(options.SealingKeys);
                opener.Prove();
            }

            return ValidateOptionsResult.Success;
        }
        catch (FormatException e)
        {
            return ValidateOptionsResult.Fail($"Mend Hotline:SealingKeys: {char.ToLowerInvariant(e.Message[0])}{e.Message[1..]}");
        }
    }
}
