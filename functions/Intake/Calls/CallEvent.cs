using System.Globalization;
using Hotline.Contracts;
using Hotline.Platform.Twilio;
using Twilio.Rest.Api.V2010.Account;

namespace Hotline.Intake.Calls;

/// <summary>What a webhook of a call says, or Twilio's log of it; what it does not say is null.</summary>
/// <param name="Call">The call.</param>
public sealed record CallEvent(CallSid Call)
{
    /// <summary>The account that has the call; with a recording, it is one for sure.</summary>
    public string? Account { get; init; }

    /// <summary>The caller's number, or a word such as <c>anonymous</c>; empty where Twilio has none.</summary>
    public string From { get; init; } = "";

    /// <summary>The line that was called.</summary>
    public string? Line { get; init; }

    /// <summary>The country of the caller's number.</summary>
    public string? Country { get; init; }

    /// <summary>What the carriers say of the caller's number (https://www.twilio.com/docs/voice/trusted-calling-with-shakenstir).</summary>
    public string? Verdict { get; init; }

    /// <summary>The call's state.</summary>
    public string? Status { get; init; }

    /// <summary>How long the call took, once it is over.</summary>
    public int? Seconds { get; init; }

    /// <summary>The place of a state among those of the call.</summary>
    public int Sequence { get; init; }

    /// <summary>When the state came about.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>The keys that the caller pressed, or <c>hangup</c>.</summary>
    public string? Digits { get; init; }

    /// <summary>The recording that ended.</summary>
    public RecordingSid? Recording { get; init; }

    /// <summary>The recording's state.</summary>
    public string? RecordingStatus { get; init; }

    /// <summary>How long the recording is.</summary>
    public int? RecordingSeconds { get; init; }

    /// <summary>Reads a webhook's form (https://www.twilio.com/docs/voice/twiml#request-parameters).</summary>
    /// <exception cref="TwilioFormException">It names no call, or no recording or account where it should.</exception>
    public static CallEvent Of(TwilioForm form)
    {
        var isRecorded = form["RecordingSid"] is not null;
        return new CallEvent(form.Call())
        {
            Account = isRecorded ? form.Sid("AccountSid") : form["AccountSid"],
            From = form["From"] ?? "",
            Line = form["To"],
            Country = form["FromCountry"],
            Verdict = form["StirVerstat"],
            Status = form["CallStatus"],
            Seconds = form.Number("CallDuration"),
            Sequence = form.Number("SequenceNumber") ?? 0,
            At = Moment(form["Timestamp"]),
            Digits = form["Digits"],
            Recording = isRecorded ? form.Recording() : null,
            RecordingStatus = form["RecordingStatus"],
            RecordingSeconds = form.Number("RecordingDuration"),
        };
    }

    /// <summary>Reads Twilio's log. A number has one status callback, of the sequence 0.</summary>
    public static CallEvent Of(CallSid sid, CallResource call) => new(sid)
    {
        Account = call.AccountSid,
        From = call.From ?? "",
        Line = call.To is { Length: > 0 } line ? line : null,
        Status = call.Status.ToString(),
        Seconds = int.TryParse(call.Duration, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : null,
        At = TwilioLists.Utc(call.EndTime),
    };

    private static DateTimeOffset? Moment(string? rfc2822) =>
        DateTimeOffset.TryParse(rfc2822, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at.ToUniversalTime() : null;
}
