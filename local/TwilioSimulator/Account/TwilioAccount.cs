using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Hotline.Local.Speech;
using Microsoft.Extensions.Logging;

namespace Hotline.Local.Twilio.Account;

/// <summary>What calls, texts and REST share: the account's numbers, its resources, and what is known of its sounds.</summary>
internal sealed partial class TwilioAccount(SimulatorOptions options, TimeProvider time, ILogger<TwilioAccount> log)
{
    private const string Heard = nameof(Heard);

    private readonly ConcurrentQueue<TwilioError> debugger = new();
    private readonly Lock numbersGate = new();

    public string Sid => options.AccountSid;

    public IReadOnlyList<SimulatedNumber> Numbers { get; set; } = options.Numbers;

    /// <summary>Its resources.</summary>
    public TwilioRecords Records { get; } = new(options.DataDirectory, options.AccountSid, time);

    /// <summary>Its clock.</summary>
    public TimeProvider Time => time;

    /// <summary>The base of the REST API.</summary>
    public Uri Url { get; set; } = null!;

    /// <summary>Who said STOP.</summary>
    public OptOuts OptOuts => new(Records);

    /// <summary>The texts on people's phones.</summary>
    public Threads Threads { get; } = new(time);

    /// <summary>All errors of the account, as its debugger shows them.</summary>
    public IReadOnlyCollection<TwilioError> Debugger => debugger;

    /// <summary>The number; null: the first.</summary>
    /// <exception cref="ArgumentException">The account has it not.</exception>
    public SimulatedNumber NumberOf(string? number) => Numbers.FirstOrDefault(n => number is null || n.PhoneNumber == number)
        ?? throw new ArgumentException("The account has no such number.");

    /// <summary>Changes a number; null when the account has it not.</summary>
    public SimulatedNumber? Change(string sid, Func<SimulatedNumber, SimulatedNumber> change)
    {
        lock (numbersGate)
        {
            if (Numbers.FirstOrDefault(number => number.Sid == sid) is not { } number)
                return null;
            var changed = change(number);
            Numbers = [.. Numbers.Select(other => other.Sid == sid ? changed : other)];
            return changed;
        }
    }

    /// <summary>The URL of a resource, such as <c>Recordings/RE…</c>.</summary>
    public string UrlOf(string path) => $"{Url}2010-04-01/Accounts/{Sid}/{path}";

    /// <summary>Ends the calls in which an earlier run was stopped.</summary>
    public void EndInterruptedCalls()
    {
        foreach (var call in Records.List("Calls").Where(call => call["status"] is "ringing" or "in-progress"))
            Records.Change(call.Sid, ("status", "failed"), ("duration", "0"), ("end_time", TwilioRecords.Text(time.GetUtcNow())));
    }

    /// <summary>Forgets all that happened; its numbers stay.</summary>
    public void Clear()
    {
        Records.Clear();
        Threads.Clear();
        debugger.Clear();
    }

    /// <summary>Shows an error in the debugger.</summary>
    public void Show(TwilioError error)
    {
        debugger.Enqueue(error);
        LogError(error.Code, error.Message);
    }

    /// <summary>Notes on a call what went wrong with one of its webhooks.</summary>
    public void Note(string call, TwilioException error, Uri url, HttpMethod method, bool isWarning) => Records.Add(
        "Notifications", TwilioRecords.NewSid("NO"), new JsonObject
        {
            ["call_sid"] = call,
            ["error_code"] = error.Code.ToString(CultureInfo.InvariantCulture),
            ["log"] = isWarning ? "1" : "0",
            ["message_date"] = TwilioRecords.Text(time.GetUtcNow()),
            ["message_text"] = error.Message,
            ["more_info"] = $"https://www.twilio.com/docs/api/errors/{error.Code}",
            ["request_method"] = method.Method,
            ["request_url"] = url.IsAbsoluteUri
                ? url.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped) : url.OriginalString,
        });

    /// <summary>Notes what is said in a sound whose bytes can't say it.</summary>
    public void Hear(byte[] sound, string words) => Records.Add(Heard, HeardSid(sound), new JsonObject { ["words"] = words });

    /// <summary>What is said in a sound: in its comment, or known of its bytes; null where nothing is.</summary>
    public string? WordsOf(ReadOnlySpan<byte> sound) => Records.Find(Heard, HeardSid(sound))?["words"] ?? Wav.WordsOf(sound);

    [LoggerMessage(LogLevel.Warning, "Twilio error {Code}: {Reason}")]
    private partial void LogError(int code, string reason);

    private static string HeardSid(ReadOnlySpan<byte> sound) => $"XH{Convert.ToHexStringLower(SHA256.HashData(sound))}";
}
