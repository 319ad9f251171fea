namespace Hotline.Platform.Words;

/// <summary>The places of a text, such as <c>{code}</c>; a text without this has none.</summary>
/// <param name="places">Their names.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class HoldsAttribute(params string[] places) : Attribute
{
    /// <summary>Their names.</summary>
    public IReadOnlyList<string> Places => places;
}
