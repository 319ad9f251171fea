using System.Buffers.Binary;
using FsCheck.Xunit;
using Hotline.Contracts;
using Hotline.Local.Speech;

namespace Hotline.Tests.Tips;

/// <summary>Which recordings are whole.</summary>
public sealed class MeasuredWavStreamTests
{
    private static byte[] TenSeconds { get; } = Wav.Silence(10);

    public static TheoryData<string, byte[], int?, bool> Files => new()
    {
        { "as announced", TenSeconds, 10, true },
        { "rounded up", TenSeconds, 11, true },
        { "no duration announced", TenSeconds, null, true },
        { "words before the sound", Wav.Speak("They would burn it down.", 8), 10, true },
        { "a size that its writer did not know", Sized(TenSeconds, uint.MaxValue), 10, true },
        { "well framed and short", Wav.Silence(3), 10, false },
        { "two seconds short", Wav.Silence(8), 10, false },
        { "cut off", TenSeconds[..48_000], 10, false },
        { "cut off by a byte", TenSeconds[..^1], null, false },
        { "cut off in its header", TenSeconds[..30], null, false },
        { "short of an unknown size", Sized(Wav.Silence(3), uint.MaxValue), 10, false },
        { "a sound shorter than its size", Sized(TenSeconds[..48_000], 47_992), 10, false },
        { "a header alone", TenSeconds[..44], null, false },
        { "another answer", "<html>Please wait</html>"u8.ToArray(), 10, false },
        { "nothing", [], null, false },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_file_shorter_than_it_says_or_than_announced_is_not_whole(string what, byte[] file, int? seconds, bool isWhole)
    {
        await using var sound = new MeasuredWavStream(new MemoryStream(file));
        await sound.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken);
        Assert.True(isWhole == sound.IsWhole(seconds), what);
        Assert.Equal(file.Length, sound.BytesRead);
    }

    [Property]
    public void Any_bytes_can_be_measured(byte[] bytes, int? seconds)
    {
        foreach (var file in new byte[][] { bytes, [.. "RIFF\0\0\0\0WAVE"u8, .. bytes], [.. TenSeconds[..36], .. bytes] })
        {
            using var sound = new MeasuredWavStream(new MemoryStream(file));
            sound.CopyTo(Stream.Null);
            _ = sound.IsWhole(seconds);
        }
    }

    // Of the whole file, beside it that of the sound where nobody knew it.
    private static byte[] Sized(byte[] file, uint size)
    {
        file = [.. file];
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(4), size);
        if (size == uint.MaxValue)
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(40), size);
        return file;
    }
}
