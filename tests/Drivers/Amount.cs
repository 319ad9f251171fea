namespace Hotline.Tests.Drivers;

/// <summary>
/// How much of something a test does. A test with the trait <c>Speed=scaled</c> is in <c>./hotline test</c> with a few, and again in
/// <c>./hotline test --long</c> with many.
/// </summary>
internal static class Amount
{
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("HOTLINE_TEST_LONG") == "1";

    /// <summary>A few, or many where the run is long.</summary>
    public static int Of(int few, int many) => IsLong ? many : few;
}
