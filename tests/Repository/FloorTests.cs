using System.Text.RegularExpressions;
using ArchUnitNET.Loader;
using Azure.Data.Tables;
using Hotline.Platform.Http;
using Hotline.Platform.Sealing;

namespace Hotline.Tests.Repository;

/// <summary>The house has floors, and its drawing is true.</summary>
public sealed partial class FloorTests
{
    private static readonly Lazy<IReadOnlySet<Arrow>> Compiled = new(() => Floors.Compiled(typeof(FunctionRoutes).Assembly));
    private static readonly Lazy<IReadOnlySet<Arrow>> Planted = new(() => Floors.Compiled(typeof(FloorTests).Assembly));

    [Fact]
    public void Compiled_code_uses_floors_below_its_own_alone() => Assert.DoesNotContain(Compiled.Value, IsForbidden);

    [Fact]
    public void Written_code_names_floors_below_its_own_alone() =>
        Assert.DoesNotContain(Sources().SelectMany(file => Floors.Written(file.Path, file.Text)), IsForbidden);

    [Fact]
    public void Every_folder_has_its_floor()
    {
        var folders = Sources().Select(file => file.Path.Split('/')).Where(path => path.Length > 1)
            .Select(path => path[0] is "Contracts" or "Rooms" ? path[0] : string.Join('/', path[..2])).Append("Program").Distinct();
        Assert.Equal(Floors.Slices.Order(), folders.Order());
    }

    [Fact]
    public void Intake_cannot_open_what_it_seals()
    {
        var openers = Compiled.Value.Where(arrow => arrow.What is nameof(Opener) or nameof(BlobKeyUnwrapper)).Select(arrow => RoomOf(arrow.From))
            .ToHashSet();
        Assert.Contains("Review", openers);
        Assert.DoesNotContain("Intake", openers);
    }

    [Fact]
    public void Contracts_know_no_azure_type() => Assert.Empty(
        from file in Sources()
        where file.Path.StartsWith("Contracts/", StringComparison.Ordinal)
        where AzureType().IsMatch(file.Text)
        select file.Path);

    [Fact]
    public void Storage_alone_knows_the_client_of_tables() => Assert.DoesNotContain(Holders(typeof(FunctionRoutes).Assembly), IsNoHolder);

    [Fact]
    public void A_planted_holder_of_the_table_is_seen() =>
        Assert.Contains("Hotline.Review.Ledger.PlantedHolder", Holders(typeof(FloorTests).Assembly).Where(IsNoHolder));

    [Fact]
    public void Storage_alone_writes_filters_and_the_classes_of_keys_alone_cut_keys()
    {
        Assert.Empty(Sources().Where(file => !MayFilter(file.Path) && Filter().IsMatch(file.Text)).Select(file => file.Path));
        Assert.Empty(Sources().Where(file => !MayCut(file.Path) && CutKey().IsMatch(file.Text)).Select(file => file.Path));
        Assert.Matches(Filter(), "TableClient.CreateQueryFilter($\"RowKey ge {from}\")");
        Assert.Matches(CutKey(), "row.RowKey[(row.RowKey.IndexOf('|') + 1)..]");
        Assert.Matches(CutKey(), "row.RowKey[from.Length..]");
        Assert.Matches(CutKey(), "string.Join('|', key.Split('|')[^2..])");

        static bool MayFilter(string path) => path.StartsWith("Platform/Storage/", StringComparison.Ordinal);
        static bool MayCut(string path) => path.EndsWith("Keys.cs", StringComparison.Ordinal)
            || path.StartsWith("Review/Triage/", StringComparison.Ordinal); // Its patterns have bars of their own.
    }

    // An arrow upwards, and one from room to room: both tests would see them.
    [Theory]
    [InlineData("Intake/Limits", "Intake/WebForm")]
    [InlineData("Intake/Limits", "Review/Tips")]
    [InlineData("Review/Ledger", "Review/Casework")]
    [InlineData("Review/Ledger", "Intake/Drop")]
    [InlineData("Platform/Storage", "Platform/Messaging")]
    public void A_planted_arrow_is_seen(string from, string to)
    {
        Assert.Contains(Planted.Value, arrow => (arrow.From, arrow.To) == (from, to) && IsForbidden(arrow));
        var source = $"using Hotline.{to.Replace('/', '.')};\n\nnamespace Hotline.{from.Replace('/', '.')};\n";
        Assert.Contains(Floors.Written("Planted.cs", source), arrow => (arrow.From, arrow.To) == (from, to) && IsForbidden(arrow));
    }

    [Fact]
    public void The_drawing_shows_the_compiled_arrows()
    {
        var page = File.ReadAllText(Path.Combine(Oracle.Root, "docs", "architecture.md"));
        var drawn = DrawnArrow().Matches(page).Select(arrow => $"{arrow.Groups[1].Value} --> {arrow.Groups[2].Value}");
        // Every slice may use Contracts and the Platform: those arrows say nothing.
        var inside = Compiled.Value.Select(arrow => (arrow.From, arrow.To)).Where(arrow => RoomOf(arrow.From) == RoomOf(arrow.To));
        Assert.Equal(
            Floors.Reduced(inside).Select(arrow => $"{NodeOf(arrow.From)} --> {NodeOf(arrow.To)}").Order(StringComparer.Ordinal),
            drawn.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Holders(System.Reflection.Assembly assembly) =>
        from type in new ArchLoader().LoadAssembly(assembly).Build().Types
        where type.Dependencies.Any(dependency => dependency.Target.FullName == typeof(TableClient).FullName)
        select type.FullName;

    // The composition makes the client and hands it to the room's table.
    private static bool IsNoHolder(string type) => !type.StartsWith("Hotline.Platform.Storage.", StringComparison.Ordinal)
        && !type.StartsWith("Hotline.Rooms.", StringComparison.Ordinal)
        && !type.StartsWith("Hotline.Platform.Messaging.DeliveryServices", StringComparison.Ordinal)
        && !type.StartsWith("Hotline.Tests.", StringComparison.Ordinal);

    private static string RoomOf(string slice) => slice.Split('/')[0];

    private static string NodeOf(string slice) => slice.Replace("/", "");

    private static bool IsForbidden(Arrow arrow) => !Floors.MayUse(arrow.From, arrow.To);

    private static IEnumerable<(string Path, string Text)> Sources()
    {
        var root = Path.Combine(Oracle.Root, "functions");
        return from file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
               where Path.GetExtension(file) is ".cs" or ".razor"
               let path = Path.GetRelativePath(root, file)
               where !path.StartsWith("obj/", StringComparison.Ordinal) && !path.StartsWith("bin/", StringComparison.Ordinal)
               select (path, File.ReadAllText(file));
    }

    [GeneratedRegex(@"\bCreateQueryFilter\b|\bPartitionKey eq\b|\bRowKey (ge|lt|eq)\b")]
    private static partial Regex Filter();

    [GeneratedRegex(@"RowKey\s*\[|RowKey\.(Split|IndexOf|LastIndexOf|Substring|AsSpan|StartsWith)\b|\b(Split|IndexOf|LastIndexOf)\('\|'")]
    private static partial Regex CutKey();

    [GeneratedRegex(@"^using Azure\b|\bAzure\.[A-Z]", RegexOptions.Multiline)]
    private static partial Regex AzureType();

    [GeneratedRegex(@"^\s*((?:Platform|Intake|Review)\w+) --> (\w+)$", RegexOptions.Multiline)]
    private static partial Regex DrawnArrow();
}
