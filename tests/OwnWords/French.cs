namespace Hotline.Tests.OwnWords;

/// <summary>What an organization adds to speak French as well: a folder, and its name in <c>line.json</c>.</summary>
internal static class French
{
    private static readonly string Folder = Path.Combine(Oracle.Root, "tests", "OwnWords", "french");

    /// <summary>The files, by their names in the folder <c>line/</c>.</summary>
    public static IReadOnlyDictionary<string, byte[]> Files { get; } =
        Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).ToDictionary(
            file => Path.GetRelativePath(Folder, file).Replace('\\', '/'), File.ReadAllBytes);
}
