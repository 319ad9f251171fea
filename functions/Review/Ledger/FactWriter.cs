using System.Globalization;
using Hotline.Contracts;

namespace Hotline.Review.Ledger;

/// <summary>Takes an event's facts as the texts that are hashed; one without a value is none.</summary>
internal sealed class FactWriter
{
    private readonly List<(string Name, string? Value)> facts = [];

    public FactWriter Add(string name, string? value)
    {
        facts.Add((name, value));
        return this;
    }

    public FactWriter Add(string name, PartId? part) => Add(name, part?.Value);

    public FactWriter Add(string name, TipId? tip) => Add(name, tip?.Value);

    public FactWriter Add(string name, int? number) => Add(name, number?.ToString(CultureInfo.InvariantCulture));

    public FactWriter Add(string name, DateTimeOffset at) => Add(name, at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));

    public FactWriter AddMark(string name, bool isSo) => Add(name, isSo ? "yes" : null);

    public FactWriter AddName<T>(string name, T? value) where T : struct, Enum => Add(name, value?.ToString());

    public FactWriter AddList<T>(string name, IEnumerable<T>? items) =>
        Add(name, items is null ? null : string.Join(EventFacts.Lists[name], items));

    public SortedDictionary<string, string> ToFacts() => EventFacts.Of(facts);
}
