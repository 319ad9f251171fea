using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace Hotline.Tests.Drivers;

/// <summary>Random samples that come again: <c>HOTLINE_FUZZ_SEED</c> gives others, and <c>HOTLINE_FUZZ</c> more of them where a test says so.</summary>
internal static class SeededSamples
{
    // FsCheck's own, where none is given.
    private const int Size = 50;

    /// <summary>The seed of this run; 1 without.</summary>
    public static int Seed { get; } = Number("HOTLINE_FUZZ_SEED", 1);

    /// <summary>How many of each kind a fuzzing test takes.</summary>
    public static int Count { get; } = Number("HOTLINE_FUZZ", Amount.Of(300, 25_000));

    /// <summary>So many of what a generator makes.</summary>
    public static IEnumerable<T> Of<T>(Gen<T> gen, int count) => Gen.Sample(gen, numberOfSamples: count, seed: new Rnd((ulong)Seed), size: Size);

    private static int Number(string name, int without) =>
        Environment.GetEnvironmentVariable(name) is { } set ? int.Parse(set, CultureInfo.InvariantCulture) : without;
}
