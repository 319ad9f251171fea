using System.Buffers.Binary;
using FsCheck;
using FsCheck.Xunit;
using Hotline.Local.Speech;

namespace Hotline.Tests.Local.Twilio;

/// <summary>The sounds that the simulator makes.</summary>
public sealed class WavTests
{
    [Property]
    public void Words_travel_in_the_sound_and_change_nothing_of_its_length(NonEmptyString text, byte silence)
    {
        var words = text.Get.Replace("\0", "").Trim();
        if (words.Length == 0 || words.Any(char.IsSurrogate))
            return;
        var sound = Wav.Speak(words, silence % 8);
        Assert.Equal(words, Wav.WordsOf(sound));
        Assert.Equal(Wav.SecondsOf(words) + (silence % 8), Wav.Seconds(sound), 3);
        Assert.Equal(sound.Length - 8, BinaryPrimitives.ReadInt32LittleEndian(sound.AsSpan(4)));
    }

    [Property]
    public void No_bytes_are_too_strange_to_be_read(byte[] bytes)
    {
        byte[] file = [.. "RIFF\0\0\0\0WAVELIST"u8, .. bytes];
        _ = (Wav.WordsOf(bytes), Wav.Seconds(bytes), Wav.WordsOf(file), Wav.Seconds(file));
    }

    [Property]
    public void Cut_words_are_all_there(NonEmptyString text, byte seconds)
    {
        var words = text.Get.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var (said, cutOff) = Wav.Cut(string.Join(' ', words), 1 + seconds);
        Assert.Equal(words, $"{said} {cutOff}".Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.True(cutOff is null || Wav.SecondsOf(said) <= 1 + seconds);
    }

    [Fact]
    public void A_sound_is_pcm_of_8_kHz_16_bit_mono()
    {
        var sound = Wav.Speak("Hello.", 0);
        Assert.Equal([1, 0, 1, 0, 0x40, 0x1F, 0, 0, 0x80, 0x3E, 0, 0, 2, 0, 16, 0], sound[20..36]);
        Assert.Equal(8000 * 2, BinaryPrimitives.ReadInt32LittleEndian(sound.AsSpan(sound.Length - (8000 * 2) - 4)));
    }
}
