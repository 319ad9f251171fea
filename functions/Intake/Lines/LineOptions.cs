using Hotline.Platform.Settings;
using Microsoft.Extensions.Options;

namespace Hotline.Intake.Lines;

/// <summary>Who turns a line's recordings into words.</summary>
public enum TranscriptSource
{
    /// <summary>Nobody.</summary>
    None,

    /// <summary>Azure AI Speech: English and Spanish, ten minutes, words in step with the sound.</summary>
    Speech,

    /// <summary>Twilio's own: English, two minutes at a time, no times. Needs nothing else.</summary>
    Twilio,
}

/// <summary>What becomes of a call's entry in Twilio's log, which holds the caller's number.</summary>
public enum CallsLog
{
    /// <summary>It stays, until Twilio's own retention ends.</summary>
    Keep,

    /// <summary>It is deleted once the call's summary and a recording of it are with Review.</summary>
    Delete,
}

/// <summary>Settings <c>Hotline:Lines:{n}</c>: one phone number and how it behaves.</summary>
public sealed class LineOptions
{
    /// <summary>The line's number in E.164, such as <c>+15005550100</c>.</summary>
    public string Number { get; set; } = "";

    /// <summary>Who transcribes; left out: Speech where <c>Hotline:Speech:Endpoint</c> is set, else Twilio.</summary>
    public TranscriptSource? Transcript { get; set; }

    /// <summary>A number to dial for a caller of whom nothing was heard twice; left out: words.</summary>
    public string? HumanNumber { get; set; }

    /// <summary>
    /// Whether we answer STOP, START and HELP ourselves. Twilio answers them by default; set it only where that was turned off.
    /// </summary>
    public bool AnswersConsent { get; set; }

    /// <summary>What becomes of its calls in Twilio's log.</summary>
    public CallsLog CallsLog { get; set; }
}

/// <summary>Settings <c>Hotline:Lines</c>; a line that is not named has the defaults.</summary>
public sealed class LinesOptions
{
    /// <summary>What differs from the defaults, number by number; a number without an entry has the defaults.</summary>
    public IList<LineOptions> Lines { get; } = [];

    /// <summary>Who transcribes where a line does not say.</summary>
    public TranscriptSource DefaultTranscript { get; set; } = TranscriptSource.Twilio;

    /// <summary>The settings of the line with this number.</summary>
    public LineOptions Of(string? number) =>
        Lines.FirstOrDefault(line => line.Number == number) ?? new LineOptions { Number = number ?? "" };

    /// <summary>Who transcribes this line's recordings.</summary>
    public TranscriptSource TranscriptOf(string? number) => Of(number).Transcript ?? DefaultTranscript;
}

/// <summary>Checks the settings at start.</summary>
public sealed class LinesOptionsCheck : IValidateOptions<LinesOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, LinesOptions options) =>
        options.Lines.FirstOrDefault(line => !E164.Is(line.Number) || (line.HumanNumber is { } human && !E164.Is(human))) is null
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail("Write Number and HumanNumber in Hotline:Lines as E.164, such as +15005550100.");
}
