using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Hotline.Local.Cli.Commands;

/// <summary>
/// Options whose parsers say in a sentence what they take. The library's own conversions name .NET types, and throw where a validator
/// reads a value that could not be converted.
/// </summary>
internal static class CheckedOption
{
    /// <summary>A whole number.</summary>
    public static Option<int> Number(string name, string description, int usual, int min = 1, int max = 10_000) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => usual,
        CustomParser = given => Number(given, name, Last(given), min, max) ?? usual,
    };

    /// <summary>A whole number that may be left out.</summary>
    public static Option<int?> NumberOrNone(string name, string description, int min, int max) => new(name)
    {
        Description = description, HelpName = "N", CustomParser = given => Number(given, name, Last(given), min, max),
    };

    /// <summary>Whole numbers, one at least.</summary>
    public static Option<int[]> Numbers(string name, string description, int[] usual, int min, int max) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => usual,
        AllowMultipleArgumentsPerToken = true,
        CustomParser = given => [.. given.Tokens.Select(token => Number(given, name, token.Value, min, max)).OfType<int>()],
    };

    /// <summary>One of a few words.</summary>
    /// <param name="name">The option.</param>
    /// <param name="description">What it is for.</param>
    /// <param name="usual">Without it; null: nothing.</param>
    /// <param name="words">The words.</param>
    public static Option<string?> OneOf(string name, string description, string? usual, params string[] words)
    {
        var option = new Option<string?>(name)
        {
            Description = description,
            HelpName = string.Join('|', words),
            CustomParser = given =>
            {
                if (words.Contains(Last(given)))
                    return Last(given);
                given.AddError($"Give {name} {string.Join(", ", words[..^1])} or {words[^1]}.");
                return usual;
            },
        };
        if (usual is not null)
            option.DefaultValueFactory = _ => usual;
        return option;
    }

    /// <summary>An address.</summary>
    /// <param name="name">The option.</param>
    /// <param name="description">What it is for.</param>
    /// <param name="wanted">What an address must be, as the sentence goes on: <c>an https address</c>.</param>
    /// <param name="isGood">Whether one is.</param>
    public static Option<Uri?> Address(string name, string description, string wanted, Func<Uri, bool> isGood) => new(name)
    {
        Description = description,
        HelpName = "URL",
        CustomParser = given =>
        {
            if (Uri.TryCreate(Last(given), UriKind.Absolute, out var url) && isGood(url))
                return url;
            given.AddError($"Give {name} as {wanted}.");
            return null;
        },
    };

    /// <summary>A file that is there.</summary>
    public static Option<FileInfo?> File(string name, string description) => new(name)
    {
        Description = description, HelpName = "FILE", CustomParser = given => FileOf(given, name, Last(given)),
    };

    /// <summary>Files that are there.</summary>
    public static Option<FileInfo[]> Files(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "FILE",
        AllowMultipleArgumentsPerToken = true,
        CustomParser = given => [.. given.Tokens.Select(token => FileOf(given, name, token.Value)).OfType<FileInfo>()],
    };

    /// <summary>A folder, which need not be there yet.</summary>
    public static Option<DirectoryInfo?> Folder(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "FOLDER",
        CustomParser = given =>
        {
            if (Last(given) is { Length: > 0 } path && !System.IO.File.Exists(path))
                return new DirectoryInfo(path);
            given.AddError(Last(given).Length > 0 ? $"Give {name} a folder: {Last(given)} is a file." : $"Give {name} a folder.");
            return null;
        },
    };

    private static int? Number(ArgumentResult given, string name, string text, int min, int max)
    {
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= min && number <= max)
            return number;
        given.AddError($"Give {name} a number from {min} to {max}.");
        return null;
    }

    private static FileInfo? FileOf(ArgumentResult given, string name, string path)
    {
        if (System.IO.File.Exists(path))
            return new FileInfo(path);
        given.AddError(
            Directory.Exists(path) ? $"Give {name} a file: {path} is a folder."
            : path.Length > 0 ? $"Give {name} a file that is there: {path} is not."
            : $"Give {name} a file that is there.");
        return null;
    }

    private static string Last(ArgumentResult given) => given.Tokens.Count > 0 ? given.Tokens[^1].Value : "";
}
