using Hotline.Contracts;
using Hotline.Review.Ledger;
using Hotline.Review.Tips;

namespace Hotline.Tests.Review.Journal;

/// <summary>
/// The JSON of events, byte for byte: it is hashed, and its copies can't be changed. <c>events.jsonl</c> was written by the code that had
/// no records of events yet.
/// </summary>
public sealed class EventBytesTests
{
    private const string Hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    private static readonly DateTimeOffset At = new(2026, 11, 30, 12, 34, 56, 789, TimeSpan.Zero);
    private static readonly string Soon = At.AddMinutes(15).UtcDateTime.ToString("O");
    private static readonly string Received = At.AddSeconds(-7).AddTicks(1).UtcDateTime.ToString("O");
    private static readonly TipId Tip = TipOf.Text("SM1");
    private static readonly TipId Other = TipOf.Text("SM2");
    private static readonly Actor Rosa = new("rosa-vidal", "Rosa Vidal <é>", "203.0.113.7");
    private static readonly string Path = System.IO.Path.Combine(Oracle.Root, "tests", "Review", "Journal", "events.jsonl");

    [Fact]
    public void Every_kind_of_event_is_written_as_it_always_was() =>
        Assert.Equal(File.ReadAllLines(Path), Written());

    [Fact]
    public void Every_kind_of_event_is_there() => Assert.Equal(
        Enum.GetValues<Act>(), File.ReadAllLines(Path).Select(line => AuditEvent.Read(line).Act).Distinct().Order());

    [Fact]
    public void What_is_read_is_written_again_as_it_was() =>
        Assert.All(File.ReadAllLines(Path), line => Assert.Equal(line, AuditEvent.Read(line).ToJson()));

    private static IEnumerable<string> Written() => Events().Index().Select(one =>
        new Chain(one.Item.Scope, one.Index, one.Index == 0 ? "" : Hash, null)
            .Follow([one.Item.Happened], one.Item.Actor ?? Actor.Line, At.AddTicks(one.Index))[0].ToJson());

    private static IEnumerable<(string Scope, Actor? Actor, Happening Happened)> Events()
    {
        var tip = TipJournal.ScopeOf(Tip);
        foreach (var accepted in Accepted())
            yield return (tip, null, Happening.Of(Act.Accepted, [.. accepted]));
        yield return (tip, Rosa, Happening.Of(Act.Viewed));
        yield return (tip, Rosa, Happening.Of(Act.Opened, ("part", "recording-RE1")));
        yield return (tip, Rosa, Happening.Of(Act.Downloaded, ("part", "attachment-ME1")));
        yield return (tip, Rosa, Happening.Of(Act.ShowedNumber, ("part", "note-01")));
        yield return (tip, Rosa, Happening.Of(Act.ShowedCodes, ("part", "note-02")));
        yield return (tip, Rosa, Happening.Of(Act.Claimed, ("until", Soon)));
        yield return (tip, Rosa, Happening.Of(Act.Released));
        yield return (tip, null, Happening.Of(Act.Lapsed));
        yield return (tip, Rosa, Happening.Of(Act.Assigned, ("to", "ben-okafor"), ("name", "Ben Okafor"), ("until", Soon)));
        yield return (tip, Rosa, Happening.Of(Act.Escalated, ("part", "note-03")));
        yield return (tip, Rosa, Happening.Of(Act.Noted, ("part", "note-04")));
        yield return (tip, Rosa, Happening.Of(Act.Tagged, ("tags", "school,threat")));
        yield return (tip, Rosa, Happening.Of(Act.Tagged, ("tags", "")));
        yield return (tip, Rosa, Happening.Of(Act.Prioritised, ("priority", "2"), ("part", "note-05")));
        yield return (tip, Rosa, Happening.Of(Act.Blocked, ("part", "note-06")));
        yield return (tip, Rosa, Happening.Of(Act.Unblocked, ("part", "note-07")));
        yield return ("block-0a1b", Rosa, Happening.Of(Act.Blocked, ("tip", Tip.Value)));
        yield return ("block-0a1b", Rosa, Happening.Of(Act.Unblocked, ("tip", Tip.Value)));
        yield return (tip, Rosa, Happening.Of(Act.Corrected, ("part", "correction-08"), ("of", "transcript-RE1-speech-text")));
        yield return (tip, Rosa, Happening.Of(Act.Asked, ("part", "question-09"), ("question", "1")));
        yield return (tip, null, Happening.Of(Act.Texted, ("question", "question-09"), ("sid", "SM3")));
        yield return (tip, null, Happening.Of(Act.Texted, ("question", "question-09"), ("failure", "STOP")));
        yield return (tip, null, Happening.Of(Act.Answered, ("tip", Other.Value), ("answer", "statement-SM2")));
        yield return (tip, Rosa, Happening.Of(Act.Linked, ("tip", Other.Value), ("part", "note-10")));
        yield return (tip, null, Happening.Of(Act.Linked, ("tip", Other.Value)));
        yield return (tip, null, Happening.Of(Act.Linked, ("tip", Other.Value), ("back", "yes")));
        yield return (tip, Rosa, Happening.Of(Act.Closed, ("disposition", nameof(Disposition.ProtectedSpeech)), ("part", "note-11")));
        yield return (tip, null, Happening.Of(Act.Closed, ("reason", "canary")));
        yield return (tip, null, Happening.Of(Act.Closed, ("reason", "late")));
        yield return (tip, Rosa, Happening.Of(Act.Reopened, ("part", "note-12")));
        yield return (tip, null, Happening.Of(Act.Notified, ("step", "2")));
        yield return (tip, null, Happening.Of(Act.Consented, ("part", "consent-SM4"), ("word", "END")));
        yield return ("consent-0a1b", null, Happening.Of(
            Act.Consented, ("part", "consent-SM4"), ("word", "STOP"), ("line", "+15005550100")));
        yield return ("undelivered-0a-0b", null, Happening.Of(
            Act.Undelivered, ("message", "import-RE1"), ("source", "intake"), ("reason", "No row names this evidence."),
            ("rejected", Received), ("attempts", "3"), ("mac", Hash)));
        yield return ("undelivered-0a-0b", null, Happening.Of(
            Act.Undelivered, ("message", "statement-SM1"), ("source", "tips"), ("reason", "No reason was given."), ("rejected", null),
            ("attempts", "0"), ("mac", null)));
        yield return ("undelivered-0a-0b", Rosa, Happening.Of(Act.Redriven, ("why", "The key is there now.")));
        yield return ("undelivered-0a-0b", Rosa, Happening.Of(Act.Redriven, ("why", null)));
        yield return ("undelivered-0a-0b", Rosa, Happening.Of(Act.SetAside, ("why", "Not ours.")));
        yield return (tip, null, Happening.Of(Act.Dropped));
        yield return (tip, null, Happening.Of(Act.Tested));
        yield return (tip, null, Happening.Of(
            Act.Compared, ("part", "statement-SM1"), ("similar", $"{Other}:0.97;{TipOf.Text("SM5")}:0.80")));
        yield return ("day-rosa-vidal-2026-11-30", Rosa, Happening.Of(Act.SignedIn));
        yield return ("day-rosa-vidal-2026-11-30", Rosa, Happening.Of(Act.Looked, ("page", "queue"), ("view", "mine")));
        yield return ("day-rosa-vidal-2026-11-30", Rosa, Happening.Of(Act.Looked, ("page", "audit"), ("tip", "whatever was typed")));
        yield return ("day-rosa-vidal-2026-11-30", Rosa, Happening.Of(Act.Looked, ("page", "audit"), ("tip", null)));
        yield return ("day-rosa-vidal-2026-11-30", Rosa, Happening.Of(Act.Verified, ("findings", "12")));
    }

    private static IEnumerable<(string, string?)[]> Accepted()
    {
        yield return
        [
            .. Part("statement-SM1", PartKind.Statement, Channel.Text, null), ("priority", "1"),
            ("reasons", "threat:0:9;weapon:20:3"), ("likeness", "AAECAwQF"), ("line", "+15005550100"), ("number", "0a1b"),
            ("lowered", "Many,Blocked"),
        ];
        yield return
        [
            .. Part("statement-01", PartKind.Statement, Channel.Web, "es"), ("priority", "3"), ("reasons", ""), ("likeness", null),
            ("line", null), ("number", null), ("lowered", null),
        ];
        yield return
        [
            .. Part("statement-SM6", PartKind.Statement, Channel.Text, "en"), ("priority", "2"), ("reasons", "unjudged:0:0"),
            ("likeness", null), ("unjudged", "triage,likeness"), ("line", "+15005550100"), ("number", "0a1b"),
        ];
        yield return
        [
            .. Part("statement-SM7", PartKind.Statement, Channel.Text, new string('é', 3000)), ("priority", "1"),
            ("reasons", string.Join(';', Enumerable.Range(0, 2000).Select(n => $"threat:{n}:9"))), ("likeness", "AAECAwQF"),
            ("line", new string('1', 3000)), ("number", "0a1b"), ("lowered", null),
        ];
        yield return [.. Part("recording-RE1", PartKind.Recording, Channel.Phone, "en"), ("unread", "yes"), ("silent", "yes"), ("short", "yes")];
        yield return
        [
            .. Part("transcript-RE1-speech-text", PartKind.Transcript, Channel.Phone, "en"), ("priority", "3"), ("reasons", ""),
            ("likeness", "AAECAwQF"), ("heard", "recording-RE1"),
        ];
        yield return [.. Part("attachment-ME1", PartKind.Attachment, Channel.Text, null), ("unread", "yes"), ("layout", "yes")];
        yield return
        [
            .. Part("attachment-ME2", PartKind.Attachment, Channel.Web, null), ("priority", "3"), ("reasons", ""), ("likeness", null),
            ("short", "yes"),
        ];
        yield return
        [
            .. Part("callsummary-CA1", PartKind.CallSummary, Channel.Phone, "es"), ("line", "+15005550100"), ("number", "0a1b"),
            ("lowered", "Many"),
        ];
        yield return [.. Part("receipt-01", PartKind.Receipt, Channel.Web, "es"), ("lookup", Hash)];
        yield return
        [
            .. Part("deliverystatus-SM3-failed", PartKind.DeliveryStatus, Channel.Text, null), ("sid", "SM3"), ("status", "failed"),
            ("error", "30003"), ("question", "question-09"),
        ];
        yield return
        [
            .. Part("deliverystatus-SM3-sent", PartKind.DeliveryStatus, Channel.Text, null), ("sid", "SM3"), ("status", "sent"),
            ("error", null), ("question", "question-09"),
        ];
        yield return
        [
            .. Part("missing-RE2", PartKind.Missing, Channel.Phone, "en"), ("of", nameof(PartKind.Recording)),
            ("reason", nameof(MissingReason.Unreachable)),
        ];
        yield return [.. Part("link-SM1", PartKind.Link, Channel.Text, null), ("tip", Other.Value)];
        yield return [.. Part("link-SM8", PartKind.Link, Channel.Text, null), ("unjudged", "facts")];
    }

    private static (string, string?)[] Part(string part, PartKind kind, Channel channel, string? language) =>
        [("part", part), ("kind", kind.ToString()), ("channel", channel.ToString()), ("language", language), ("received", Received)];
}
