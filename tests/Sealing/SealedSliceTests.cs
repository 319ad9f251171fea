using System.Security.Cryptography;
using Hotline.Platform.Sealing;

namespace Hotline.Tests.Sealing;

/// <summary>What can be told of a slice without the key.</summary>
public sealed class SealedSliceTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(16 * 65_536)]
    public async Task A_slice_says_how_much_of_the_file_is_in_it_and_which_it_is(int length)
    {
        var slice = await SealAsync(length);
        Assert.Equal(length, SealedSlice.DataIn(slice.Length));
        Assert.True(SealedSlice.IsSlice(slice, 0));
        Assert.False(SealedSlice.IsSlice(slice, 1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(28)]
    [InlineData(65_536 + 28 + 28)]
    [InlineData(SealedSlice.MaxBytes + 1)]
    public void No_slice_has_such_a_length(int length) => Assert.False(SealedSlice.IsSlice(new byte[length], -1));

    [Fact]
    public async Task Regions_that_changed_places_are_no_slice()
    {
        var slice = await SealAsync(3 * 65_536);
        var region = 65_536 + 28;
        Assert.False(SealedSlice.IsSlice([.. slice[region..(2 * region)], .. slice[..region], .. slice[(2 * region)..]], 0));
    }

    private static async Task<byte[]> SealAsync(int length)
    {
        using var sealedBytes = new MemoryStream();
        await using var sealing = new SealedStream(new MemoryStream(new byte[length]), RandomNumberGenerator.GetBytes(32));
        await sealing.CopyToAsync(sealedBytes, TestContext.Current.CancellationToken);
        return sealedBytes.ToArray();
    }
}
