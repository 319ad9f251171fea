using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hotline.Contracts;
using Hotline.Platform.Storage;
using Hotline.Review.Ledger;

namespace Hotline.Review.Tips;

/// <summary>
/// A tip's state: nothing but its chain's events, applied one after the other, so that it can be made again from them. It holds no content.
/// </summary>
public sealed partial record TipState
{
    /// <summary>The highest priority.</summary>
    public const int MostUrgent = 1;

    private const int LeastUrgent = 4;

    /// <summary>The tip whose events make this state.</summary>
    public required TipId Id { get; init; }

    /// <summary>Whether it is of a call that we made ourselves: it is shown in no list and on no page.</summary>
    public bool IsCanary { get; init; }

    /// <summary>How many acts changed it; what a reviewer saw is this number, and an act on an older one is refused.</summary>
    public int Revision { get; init; }

    /// <summary>Where it stands.</summary>
    public TipStage Stage { get; init; }

    /// <summary>1 to 4, 1 the most urgent: by the rules, or by a reviewer.</summary>
    public int Priority { get; init; } = LeastUrgent;

    /// <summary>Whether a reviewer set the priority; the rules leave it alone then.</summary>
    public bool IsPrioritySet { get; init; }

    /// <summary>Why it comes last; empty for most.</summary>
    public ImmutableSortedSet<DeprioritisedReason> Lowered { get; init; } = [];

    /// <summary>The priority by the rules that it would have, were it not lowered; null when it is not.</summary>
    [JsonPropertyName("unlowered")]
    public int? PriorityByRules { get; init; }

    /// <summary>When its first part reached us.</summary>
    public DateTimeOffset Opened { get; init; }

    /// <summary>When its latest part reached us.</summary>
    public DateTimeOffset Latest { get; init; }

    /// <summary>The line that was called or texted.</summary>
    public string? Line { get; init; }

    /// <summary>The ways by which it came.</summary>
    public ImmutableSortedSet<Channel> Channels { get; init; } = [];

    /// <summary>The reporter's language, where one is known.</summary>
    public string? Language { get; init; }

    /// <summary>Who holds it; null when nobody does.</summary>
    public string? Holder { get; init; }

    /// <summary>The holder's name.</summary>
    public string? HolderName { get; init; }

    /// <summary>Until when; renewed without an event while the holder works.</summary>
    public DateTimeOffset? HeldUntil { get; init; }

    /// <summary>Whether a supervisor was asked for.</summary>
    public bool IsEscalated { get; init; }

    /// <summary>Whether the reporter has answered since somebody last acted.</summary>
    public bool IsAnswered { get; init; }

    /// <summary>How often whoever is on call was told of it.</summary>
    public int Notified { get; init; }

    /// <summary>When they were last told.</summary>
    public DateTimeOffset NotifiedAt { get; init; }

    /// <summary>How often they had been told before it began to need a claim as it does now.</summary>
    public int NotifiedBefore { get; init; }

    /// <summary>Whether it is most urgent and nobody holds it: whoever is on call is told until that ends.</summary>
    [JsonIgnore]
    public bool NeedsClaim => Stage is TipStage.Open or TipStage.Waiting && Holder is null && Priority == MostUrgent;

    /// <summary>Since when it needs a claim, or needed the last one; a claim that was given back or ran out begins it anew.</summary>
    public DateTimeOffset NeedsClaimSince { get; init; }

    /// <summary>What reviewers tagged it with, in lower case.</summary>
    public ImmutableSortedSet<string> Tags { get; init; } = [];

    /// <summary>Why it has its priority.</summary>
    public ImmutableList<Reason> Reasons { get; init; } = [];

    /// <summary>How many recordings it has.</summary>
    public int Recordings { get; init; }

    /// <summary>How many of its recordings are silent from end to end.</summary>
    public int SilentRecordings { get; init; }

    /// <summary>Whether there are words in it, written or heard.</summary>
    public bool HasWords { get; init; }

    /// <summary>How many statements it has.</summary>
    public int Statements { get; init; }

    /// <summary>How many attachments it has.</summary>
    public int Attachments { get; init; }

    /// <summary>How many questions were asked.</summary>
    public int Questions { get; init; }

    /// <summary>When the reporter was last asked.</summary>
    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>What became of it; null while it is open.</summary>
    public Disposition? Disposition { get; init; }

    /// <summary>When it was closed.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>The lasting hash of the reporter's number.</summary>
    public string? Number { get; init; }

    /// <summary>The tips that people linked it to.</summary>
    public ImmutableSortedSet<string> Links { get; init; } = [];

    /// <summary>How many receipts were given for it.</summary>
    public int Receipts { get; init; }

    /// <summary>The tips that are its reporter's answers; whatever else people link is none.</summary>
    public ImmutableSortedSet<string> Answers { get; init; } = [];

    /// <summary>The tips that it answers.</summary>
    public ImmutableSortedSet<string> Earlier { get; init; } = [];

    /// <summary>The revision at which that changed last which its reporter may know.</summary>
    public int ToldAt { get; init; }

    /// <summary>How it stands, as its reporter is told: <see cref="StatusContent.State"/>.</summary>
    [JsonIgnore]
    public string Standing => this switch
    {
        { Stage: TipStage.Closed } => "closed",
        { Stage: TipStage.Waiting } => "asked",
        { IsAnswered: true } => "answered",
        { Holder: not null } => "reading",
        _ => "received",
    };

    /// <summary>The state before anything came.</summary>
    public static TipState New(TipId tip) => new() { Id = tip };

    /// <summary>The state as its row holds it.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, TipStateJson.Default.TipState);

    /// <summary>Reads a row's state.</summary>
    /// <exception cref="AlteredException">It is none.</exception>
    public static TipState Read(string? json)
    {
        try
        {
            return JsonSerializer.Deserialize(json ?? "null", TipStateJson.Default.TipState) is { } state
                ? state : throw new AlteredException("A tip's row holds no state.");
        }
        catch (JsonException e)
        {
            throw new AlteredException("A tip's row holds no state.", e);
        }
    }
}

/// <summary>The JSON of states.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(TipState))]
public sealed partial class TipStateJson : JsonSerializerContext;
