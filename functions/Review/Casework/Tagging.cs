using System.Collections.Immutable;
using Hotline.Review.Ledger;

namespace Hotline.Review.Casework;

/// <summary>What a tag may be, and how long a reviewer's text.</summary>
public static class Tagging
{
    /// <summary>The longest text that a reviewer can write: sealed, it fits a row.</summary>
    public const int MaxCharacters = 10_000;

    private const int MaxTags = 20;
    private const int MaxTag = 32;

    /// <summary>Tags as they are kept: lower case, hyphens for spaces, letters and digits of any language.</summary>
    /// <exception cref="ConflictException">One is too long, or they are too many.</exception>
    public static ImmutableSortedSet<string> Read(IEnumerable<string> tags)
    {
        var read = tags.Select(Clean).Where(tag => tag.Length > 0).ToImmutableSortedSet(StringComparer.Ordinal);
        if (read.Count > MaxTags)
            throw new ConflictException($"A tip takes {MaxTags} tags.");
        return read.FirstOrDefault(tag => tag.Length > MaxTag) is null
            ? read
            : throw new ConflictException($"A tag takes {MaxTag} characters.");
    }

    private static string Clean(string tag) => string.Concat(
        tag.Trim().ToLowerInvariant().Select(c => char.IsWhiteSpace(c) ? '-' : c).Where(c => char.IsLetterOrDigit(c) || c is '-' or '_'));
}
