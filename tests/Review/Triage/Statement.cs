using System.Text.Json;

namespace Hotline.Tests.Review.Triage;

/// <summary>A fictional statement and the rules that a person says hold for it.</summary>
internal sealed record Statement(string Language, string Rules, string Text)
{
    public IReadOnlySet<string> Expected { get; } = Rules.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet();

    public static IReadOnlyList<Statement> In(string file) =>
        JsonSerializer.Deserialize<Statement[]>(
            File.ReadAllText(Path.Combine(Oracle.Root, "tests", "Review", "Triage", file)), JsonSerializerOptions.Web)!;
}
