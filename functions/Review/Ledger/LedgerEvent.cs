using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hotline.Platform.Storage;

namespace Hotline.Review.Ledger;

/// <summary>Who acts: a reviewer, or the line itself.</summary>
/// <param name="Id">The reviewer's lasting id; <c>system</c> for the line.</param>
/// <param name="Name">The name to show.</param>
/// <param name="Address">The address that the request came from; null for the line.</param>
public sealed record Actor(string Id, string Name, string? Address)
{
    /// <summary>The line itself.</summary>
    public static Actor Line { get; } = new("system", "The line", null);
}

/// <summary>
/// One link of a chain: who did what, when and from where. It holds no content: what a reporter or a reviewer wrote is a sealed part,
/// which <paramref name="Facts"/> name. The order of the members is the order of the JSON that is hashed.
/// </summary>
/// <param name="Scope">
/// The chain: <c>tip-{id}</c>, <c>day-{reviewer}-{date}</c>, <c>consent-{number hash}</c>, <c>block-{number hash}</c> or
/// <c>undelivered-{id}</c>.
/// </param>
/// <param name="Number">Its place in the chain, from 0.</param>
/// <param name="At">When.</param>
/// <param name="Who">The actor's id.</param>
/// <param name="Name">The actor's name at that time.</param>
/// <param name="Act">What was done.</param>
/// <param name="Address">From where; null for the line itself.</param>
/// <param name="Facts">What a reader needs to make the chain's state again, as it is stored; <see cref="What"/> reads it.</param>
/// <param name="Previous">The hash of the event before; empty for the first.</param>
public sealed record LedgerEvent(
    string Scope, int Number, DateTimeOffset At, string Who, string Name, EventKind Act, string? Address,
    SortedDictionary<string, string> Facts, string Previous)
{
    /// <summary>What happened, as the record of its kind; <see cref="UnreadableEvent"/> where its facts make none.</summary>
    [JsonIgnore]
    public NewEvent What => EventTable.Read(Act, Facts);

    /// <summary>What happened, which its act says to be of this kind.</summary>
    /// <exception cref="FormatException">Its facts do not make it.</exception>
    public T As<T>() where T : NewEvent => What switch
    {
        T happened => happened,
        UnreadableEvent { Why: var why } => throw new FormatException(why),
        _ => throw new FormatException($"The event {Act} is none of that kind."),
    };

    /// <summary>The event as it is stored and copied: one line of JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, LedgerEventJson.Default.LedgerEvent);

    /// <summary>The hash of an event's JSON: SHA-256, lower-case hex.</summary>
    public static string HashOf(string json) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(json)));

    /// <summary>Reads an event's JSON.</summary>
    /// <exception cref="FormatException">It is no event.</exception>
    public static LedgerEvent Read(string? json)
    {
        try
        {
            return JsonSerializer.Deserialize(json ?? "null", LedgerEventJson.Default.LedgerEvent) is
                { Scope: not null, Who: not null, Name: not null, Facts: not null, Previous: not null } happened
                && Enum.IsDefined(happened.Act)
                ? happened
                : throw new AlteredException("It is no event.");
        }
        catch (JsonException e)
        {
            throw new AlteredException("It is no event.", e);
        }
    }

    /// <summary>Reads an event that somebody may have altered; null when it is none.</summary>
    public static LedgerEvent? TryRead(string? json)
    {
        try
        {
            return Read(json);
        }
        catch (AlteredException)
        {
            return null;
        }
    }
}

/// <summary>The JSON of events.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(LedgerEvent))]
public sealed partial class LedgerEventJson : JsonSerializerContext;
