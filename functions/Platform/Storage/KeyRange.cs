namespace Hotline.Platform.Storage;

/// <summary>A range of row keys.</summary>
/// <param name="From">The first key of it.</param>
/// <param name="Before">The first key behind it.</param>
public readonly record struct KeyRange(string From, string Before)
{
    /// <summary>The keys that begin with this, which ends with a bar.</summary>
    public static KeyRange Under(string prefix) => new(prefix, prefix[..^1] + "}");

    /// <summary>One key alone.</summary>
    public static KeyRange Of(string key) => new(key, key + "\u0020");

    /// <summary>What comes behind a key.</summary>
    public KeyRange Behind(string key) => this with { From = key + "\u0020" };

    /// <summary>What a key of it says behind what all of them begin with.</summary>
    public string Rest(string key) => key[From.Length..];
}
