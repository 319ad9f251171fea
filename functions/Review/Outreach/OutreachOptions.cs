using Hotline.Platform.Settings;
using Microsoft.Extensions.Options;

namespace Hotline.Review.Outreach;

/// <summary>What a text to a reporter who was asked says.</summary>
public enum TextedAs
{
    /// <summary>That there is a message for them: who else reads the phone learns no more.</summary>
    Notice,

    /// <summary>The question itself.</summary>
    Question,
}

/// <summary>Settings <c>Hotline:Outreach</c>: how reporters who came by text are told that they were asked.</summary>
public sealed class OutreachOptions
{
    /// <summary>
    /// Intake's origin, such as <c>https://tips.example.org</c>, which Twilio tells how far a text got; left out: nobody learns it.
    /// </summary>
    public Uri? IntakeUrl { get; set; }

    /// <summary>The lines that send something else than a notice.</summary>
    public IList<OutreachLine> Lines { get; } = [];

    /// <summary>What the texts of a line say.</summary>
    public TextedAs SentBy(string number) => Lines.FirstOrDefault(line => line.Number == number)?.Sends ?? TextedAs.Notice;
}

/// <summary>Settings <c>Hotline:Outreach:Lines:{n}</c>: what one line sends.</summary>
public sealed class OutreachLine
{
    /// <summary>The line's number in E.164.</summary>
    public string Number { get; set; } = "";

    /// <summary>What its texts say.</summary>
    public TextedAs Sends { get; set; }
}

/// <summary>Checks the settings at start; says no number.</summary>
public sealed class OutreachOptionsCheck : IValidateOptions<OutreachOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, OutreachOptions options)
    {
        if (options.IntakeUrl is { } intake && (!intake.IsSafe() || intake.PathAndQuery != "/"))
            return ValidateOptionsResult.Fail(
                "Set Hotline:Outreach:IntakeUrl to Intake's origin, such as https://tips.example.org, without a path.");
        foreach (var (at, line) in options.Lines.Index())
        {
            if (!E164.Is(line.Number))
                return ValidateOptionsResult.Fail(
                    $"Write Hotline:Outreach:Lines:{at}:Number as a phone number in E.164, such as +15005550100.");
            if (!Enum.IsDefined(line.Sends))
                return ValidateOptionsResult.Fail($"Set Hotline:Outreach:Lines:{at}:Sends to Question or Notice.");
        }

        return ValidateOptionsResult.Success;
    }
}
