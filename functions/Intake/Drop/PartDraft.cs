using Hotline.Contracts;

namespace Hotline.Intake.Drop;

/// <summary>A part that is to be sealed.</summary>
/// <typeparam name="T">What its kind holds.</typeparam>
/// <param name="Tip">Its tip; null for a <see cref="PartKind.Consent"/>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Source">What names it among the parts of its kind (<see cref="PartId.Of"/>).</param>
/// <param name="Channel">The way by which it came.</param>
/// <param name="Content">What is sealed.</param>
public sealed record PartDraft<T>(TipId? Tip, PartKind Kind, string Source, Channel Channel, T Content)
{
    /// <summary>BCP 47; null where nobody knows.</summary>
    public string? Language { get; init; }

    /// <summary>Whether Twilio's own fallback took it.</summary>
    public bool OverFallback { get; init; }

    /// <summary>Says nothing of the content, so that no log can hold it.</summary>
    public override string ToString() => $"the draft of a {Kind}";
}
