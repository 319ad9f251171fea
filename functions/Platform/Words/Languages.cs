namespace Hotline.Platform.Words;

/// <summary>The languages of the line, as they were read at start.</summary>
/// <param name="all">At least one.</param>
public sealed class Languages(IReadOnlyList<Language> all)
{
    /// <summary>All of them, for whoever has not chosen one.</summary>
    public IReadOnlyList<Language> All => all;

    /// <summary>The first, which may be nobody's choice.</summary>
    public Language First => all[0];

    /// <summary>The language of that code; the first for any other.</summary>
    public Language Of(string? code) => Find(code) ?? First;

    /// <summary>The language of that code; null where the line does not speak it.</summary>
    public Language? Find(string? code) =>
        all.FirstOrDefault(language => language.Code.Equals(code, StringComparison.OrdinalIgnoreCase));

    /// <summary>The language that a key chooses in the greeting; null where it chooses none.</summary>
    public Language? OfKey(string? key) => all.FirstOrDefault(language => language.Voice.Key == key);
}
