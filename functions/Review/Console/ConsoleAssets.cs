using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;

namespace Hotline.Review.Console;

/// <summary>The console's stylesheet, script and sign, as the assembly holds them.</summary>
public static class ConsoleAssets
{
    private static readonly FrozenDictionary<string, ConsoleAsset> All = new[]
    {
        Read("console.css", "text/css; charset=utf-8"),
        Read("console.js", "text/javascript; charset=utf-8"),
        Read("console.svg", "image/svg+xml"),
    }.ToFrozenDictionary(asset => asset.Name);

    /// <summary>Finds an asset by its name; null when there is none.</summary>
    public static ConsoleAsset? Find(string name) => All.GetValueOrDefault(name);

    /// <summary>The address of an asset: other content has another, so that a browser may keep it for good.</summary>
    public static string Address(string name) => $"/review/assets/{name}?v={All[name].Hash}";

    private static ConsoleAsset Read(string name, string contentType)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return new ConsoleAsset(name, contentType, content, Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(..8)));
    }
}

/// <summary>A file that the pages refer to.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="Hash">Hex digits that change with its content.</param>
public sealed record ConsoleAsset(string Name, string ContentType, ReadOnlyMemory<byte> Content, string Hash);
