using System.Collections.Immutable;
using System.Text.Json.Serialization;
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

    private TipState ReadBy(AuditEvent accepted)
    {
        if (accepted.Fact("heard") is { } recording)
            return this with { Heard = With(Heard, recording), Unread = Without(Unread, recording) };
        var isUnread = accepted.Fact("unread") is not null && accepted.Fact("silent") is null && accepted.Fact("layout") is null;
        return isUnread && accepted.Needed("part") is var part && Heard?.Contains(part) != true
            ? this with { Unread = With(Unread, part) } : this;
    }

    // A second look at it changes nothing.
    private TipState OpenedBy(AuditEvent opened) =>
        opened.Fact("part") is { } part && Unread?.Contains(part) == true ? this with { Unread = Without(Unread, part) } : this;

    private static ImmutableSortedSet<string> With(ImmutableSortedSet<string>? parts, string part) =>
        parts is null ? [part] : parts.Count < MaxUnread ? parts.Add(part) : parts;

    private static ImmutableSortedSet<string>? Without(ImmutableSortedSet<string>? parts, string part) =>
        parts?.Remove(part) is { IsEmpty: false } left ? left : null;
}
