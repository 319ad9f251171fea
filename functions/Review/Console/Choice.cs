namespace Hotline.Review.Console;

/// <summary>One of the values that a field offers.</summary>
/// <param name="Value">What is posted.</param>
/// <param name="Name">What people read.</param>
/// <param name="IsChosen">Whether it is what the field holds.</param>
public sealed record Choice(string Value, string Name, bool IsChosen)
{
    /// <summary>The values that a field offers, one of which it may hold.</summary>
    public static IReadOnlyList<Choice> Among(IEnumerable<(string Value, string Name)> values, string? chosen) =>
        [.. values.Select(value => new Choice(value.Value, value.Name, value.Value == chosen))];
}
