using System.Globalization;
using Hotline.Contracts;

namespace Hotline.Review.Ledger;

/// <summary>
/// Reads an event's facts. What the state of a chain does not follow from is null where it is missing or odd; the rest is a
/// <see cref="FormatException"/>, <see cref="ArgumentException"/> or <see cref="OverflowException"/> then.
/// </summary>
internal sealed class FactReader(SortedDictionary<string, string> facts)
{
    public string? Text(string name) => facts.GetValueOrDefault(name);

    public string Needed(string name) => Text(name) ?? throw new FormatException($"The event has no fact {name}.");

    public PartId? Part(string name = FactNames.Part) => Text(name) is { } part ? new PartId(part) : null;

    public PartId NeededPart(string name) => new(Needed(name));

    public TipId? Tip() => TipId.Parse(Text(FactNames.Tip));

    public TipId NeededTip() => TipId.OrNone(Needed(FactNames.Tip));

    public int? Number(string name) =>
        int.TryParse(Text(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;

    public int NeededNumber(string name) => int.Parse(Needed(name), CultureInfo.InvariantCulture);

    public DateTimeOffset Time(string name) => DateTimeOffset.Parse(Needed(name), CultureInfo.InvariantCulture);

    public bool HasMark(string name) => Text(name) is not null;

    public T? Name<T>(string name) where T : struct, Enum => Enum.TryParse<T>(Text(name), out var value) ? value : null;

    public T NeededName<T>(string name) where T : struct, Enum => Enum.Parse<T>(Needed(name));

    public IReadOnlyList<string>? List(string name) =>
        Text(name)?.Split(EventFacts.Lists[name], StringSplitOptions.RemoveEmptyEntries);

    public IReadOnlyList<string> NeededList(string name) =>
        List(name) ?? throw new FormatException($"The event has no fact {name}.");
}
