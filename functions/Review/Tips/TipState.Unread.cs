using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Hotline.Contracts;
using Hotline.Review.Ledger;

namespace Hotline.Review.Tips;

/// <content>What of it neither a rule nor a person has read.</content>
public sealed partial record TipState
{
    // Their ids are in each of the tip's rows. Who opens that many files sees the others too.
    private const int MaxUnread = 40;

    /// <summary>
    /// The ids of recordings without a transcript, pictures and other files that nobody has opened; null when there are none. A tip with
    /// one comes before the tips of its priority in which rules have read everything.
    /// </summary>
    public ImmutableSortedSet<string>? Unread { get; init; }

    /// <summary>The recordings whose words have come, perhaps before they did; null when there are none.</summary>
    public ImmutableSortedSet<string>? Heard { get; init; }

    /// <summary>Whether something in it waits for its first reader.</summary>
    [JsonIgnore]
    public bool IsUnread => Unread is not null;

    private TipState ReadBy(AcceptedEvent accepted)
    {
        if (accepted.Heard is { Value: var recording })
            return this with { Heard = With(Heard, recording), Unread = Without(Unread, recording) };
        return accepted is { IsUnread: true, IsSilent: false, IsLayout: false } && accepted.NeededPart().Value is var part
            && Heard?.Contains(part) != true
            ? this with { Unread = With(Unread, part) } : this;
    }

    // A second look at it changes nothing.
    private TipState OpenedBy(PartId? opened) =>
        opened is { Value: var part } && Unread?.Contains(part) == true ? this with { Unread = Without(Unread, part) } : this;

    private static ImmutableSortedSet<string> With(ImmutableSortedSet<string>? parts, string part) =>
        parts is null ? [part] : parts.Count < MaxUnread ? parts.Add(part) : parts;

    private static ImmutableSortedSet<string>? Without(ImmutableSortedSet<string>? parts, string part) =>
        parts?.Remove(part) is { IsEmpty: false } left ? left : null;
}
