using Hotline.Contracts;

namespace Hotline.Platform.Sealing;

/// <summary>What a sealed content is bound to; it stands in the JWE's protected header, and whoever opens it refuses a mismatch.</summary>
/// <param name="Tip">The tip; null outside any tip.</param>
/// <param name="Part">The part, or the row that holds a sealed number.</param>
/// <param name="Kind">The part's kind, lower case, or <c>number</c>.</param>
public sealed record SealHeader(string? Tip, string Part, string Kind)
{
    /// <summary>The header of a part's content.</summary>
    public static SealHeader Of(TipId? tip, PartId part, PartKind kind) =>
        new(tip?.Value, part.Value, kind.Word());
}
