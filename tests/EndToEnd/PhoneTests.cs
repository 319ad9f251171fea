using System.Buffers.Binary;
using System.Text.Json.Nodes;
using Hotline.Contracts;
using Hotline.Local.Demo;
using Hotline.Local.Line;
using Hotline.Local.Speech;

namespace Hotline.Tests.EndToEnd;

/// <summary>The phone in a real browser against the running line.</summary>
[Trait("Speed", "slow")]
public sealed class PhoneTests(SharedParts parts)
{
    private static readonly string[] Steps =
    [
        "the greeting is read", "a key cuts the greeting off, and Spanish is heard", "what is typed is said",
        "the receipt is read, and the caller hangs up",
        "a text with a picture gets its receipt", "a reviewer's question appears by itself", "the thread is the number's own, and stays",
        "who says nothing is asked once more, and let go", "who closes the page has hung up",
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static string Shots => Directory.CreateDirectory(Path.Combine(Oracle.Root, "artifacts", "phone")).FullName;

    [Fact]
    public async Task Whoever_opens_the_page_calls_texts_and_is_asked_as_a_reporter_is()
    {
        var chromium = Chromium.Find();
        await using var line = await Line.BorrowAsync(parts);
        var picture = Path.Combine(line.Folder, "post.png");
        await File.WriteAllBytesAsync(picture, Picture.Of(1), Stop);
        var told = await Oracle.AskAsync("phone.mjs", new
        {
            chromium, phone = line.Twilio.Phone, api = $"{line.Twilio.Url}2010-04-01/Accounts/{LineSettings.AccountSid}/",
            auth = $"{LineSettings.AccountSid}:{LineSettings.AuthToken}",
            line = Line.Number, picture, shots = Shots,
        }, Stop);
        Assert.Equal(Steps, Texts(told, "steps"));
        Assert.Empty(Texts(told, "violations"));
        Assert.Empty(Texts(told, "complaints"));
        Assert.Matches("^[0-9]{16}$", (string?)told["code"]);

        var spanish = await line.WaitForTipsAsync(
            tips => Of(tips, PartKind.Transcript, "es").Any() && tips.Count(part => part.Kind == PartKind.CallSummary) == 3
                && tips.Count(part => part.Kind == PartKind.Recording) >= 4 && tips.Any(part => part.Kind == PartKind.Attachment));
        var transcript = await line.OpenAsync(Assert.Single(Of(spanish, PartKind.Transcript, "es")));
        Assert.Equal("Publicaron la dirección de mi jefa y dijeron que la van a quemar.", (string?)transcript["text"]);
        Assert.Equal(4, spanish.Count(part => part.Kind == PartKind.Recording));
        Assert.Single(spanish, part => part.Kind == PartKind.Attachment);
    }

    [Fact]
    public async Task What_the_microphone_hears_is_the_recording()
    {
        var chromium = Chromium.Find();
        await using var line = await Line.BorrowAsync(parts);
        var sound = Path.Combine(line.Folder, "spoken.wav");
        await File.WriteAllBytesAsync(sound, Tone(seconds: 4, silence: 40), Stop);
        var told = await Oracle.AskAsync("phone-microphone.mjs", new { chromium, phone = line.Twilio.Phone, sound, shots = Shots }, Stop);
        Assert.Empty(Texts(told, "violations"));
        Assert.Equal("You hung up", (string?)told["state"]);
        Assert.Contains("You: The microphone heard this.", Texts(told, "said"));

        var tips = await line.WaitForTipsAsync(tips => tips.Any(part => part.Kind == PartKind.Transcript));
        Assert.Equal("The microphone heard this.",
            (string?)(await line.OpenAsync(tips.Single(part => part.Kind == PartKind.Transcript)))["text"]);
        var content = await line.OpenAsync(tips.Single(part => part.Kind == PartKind.Recording));
        var recorded = await line.OpenBlobAsync((string)content["blob"]!);
        Assert.Equal((1, 8000, 16), (
            BinaryPrimitives.ReadInt16LittleEndian(recorded.AsSpan(22)), BinaryPrimitives.ReadInt32LittleEndian(recorded.AsSpan(24)),
            BinaryPrimitives.ReadInt16LittleEndian(recorded.AsSpan(34))));
        // A second out of the middle of the tone crosses zero 880 times; then there is the silence that ended it.
        Assert.InRange(Wav.Seconds(recorded), 12, 60);
        Assert.InRange(Crossings(recorded.AsSpan(44 + (2 * 8000 * 2), 8000 * 2)), 860, 900);
    }

    private static IEnumerable<Part> Of(IReadOnlyList<Part> tips, PartKind kind, string language) =>
        tips.Where(part => part.Kind == kind && part.Language == language);

    private static byte[] Tone(int seconds, int silence)
    {
        var sound = Wav.Silence(seconds + silence);
        for (var at = 0; at < seconds * 8000; at++)
            BinaryPrimitives.WriteInt16LittleEndian(sound.AsSpan(44 + (at * 2)), (short)(16000 * Math.Sin(at * 2 * Math.PI * 440 / 8000)));
        return sound;
    }

    private static int Crossings(ReadOnlySpan<byte> samples)
    {
        var crossings = 0;
        for (var at = 2; at < samples.Length; at += 2)
            crossings += BinaryPrimitives.ReadInt16LittleEndian(
                samples[(at - 2)..]) < 0 != BinaryPrimitives.ReadInt16LittleEndian(samples[at..]) < 0 ? 1 : 0;
        return crossings;
    }

    private static List<string> Texts(JsonNode told, string name) => [.. told[name]!.AsArray().Select(text => (string)text!)];
}
