using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Hotline.Review.Console;

/// <summary>The console's stylesheet, scripts and sign, as the assembly holds them.</summary>
public static partial class ConsoleAssets
{
    private static readonly FrozenDictionary<string, ConsoleAsset> All = ReadAll().ToFrozenDictionary();

    /// <summary>Their names.</summary>
    public static IReadOnlyCollection<string> Names => All.Keys;

    /// <summary>Finds an asset by its name; null when there is none.</summary>
    public static ConsoleAsset? Find(string name) => All.GetValueOrDefault(name);

    /// <summary>The address of an asset: other content has another, so that a browser may keep it for good.</summary>
    public static string Address(string name) => $"/review/assets/{name}?v={All[name].Hash}";

    private static Dictionary<string, ConsoleAsset> ReadAll()
    {
        var all = new Dictionary<string, ConsoleAsset>();
        Add("console.css", "text/css; charset=utf-8");
        Add("console.svg", "image/svg+xml");
        Take("console.js");
        return all;

        // A module imports others by the addresses of their content, so that it has another address when one of them has.
        ConsoleAsset Take(string name) => all.TryGetValue(name, out var known) ? known : Add(name, "text/javascript; charset=utf-8");

        ConsoleAsset Add(string name, string contentType)
        {
            var content = Read(name);
            if (name.EndsWith(".js", StringComparison.Ordinal))
                content = Encoding.UTF8.GetBytes(Import().Replace(
                    Encoding.UTF8.GetString(content), import => $"{import.Groups[1]}\"./{import.Groups[2]}?v={Take(import.Groups[2].Value).Hash}\""));
            return all[name] = new ConsoleAsset(name, contentType, content, Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(..8)));
        }
    }

    private static byte[] Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    [GeneratedRegex("""^((?:import |import \{[^}]*\} from ))"\./([\w.]+)"(?=;$)""", RegexOptions.Multiline)]
    private static partial Regex Import();
}

/// <summary>A file that the pages refer to.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="Hash">Hex digits that change with its content.</param>
public sealed record ConsoleAsset(string Name, string ContentType, ReadOnlyMemory<byte> Content, string Hash);
