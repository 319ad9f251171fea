using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Hotline.Contracts;
using Hotline.Local.Speech;
using Hotline.Local.Twilio.Account;

namespace Hotline.Tests.Intake.Voice;

/// <summary>Calls against the running line.</summary>
[Trait("Speed", "slow")]
public sealed partial class CallTests(SharedParts parts)
{
    private const string Threat = "Someone posted my supervisor's home address. They said they would burn it down.";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_report_is_a_recording_a_transcript_a_summary_and_a_receipt()
    {
        await using var line = await Line.BorrowAsync(parts);
        var call = await line.Twilio.CallAsync(new CallScript { Says = [Threat] }, null, Stop);
        Assert.Empty(call.Errors);
        Assert.Equal(3, call.Lines.Count(said => ReceiptGroup().IsMatch(said.Text)) / 4);

        var tips = await line.WaitForTipsAsync(tips => tips.Count == 4);
        Assert.Equal([PartKind.Recording, PartKind.Transcript, PartKind.CallSummary, PartKind.Receipt],
            tips.Select(part => part.Kind).Order());
        Assert.Single(tips.Select(part => part.Tip).Distinct());
        Assert.Equal(TipOf.Call(call.Sid), tips[0].Tip);
        var summary = await line.OpenAsync(tips.Single(part => part.Kind == PartKind.CallSummary));
        Assert.Equal(("+15005550006", Line.Number, "completed"),
            ((string?)summary["from"], (string?)summary["line"], (string?)summary["status"]));
        var row = (await line.RowsAsync()).Single(row => row.RowKey == $"call|{call.Sid}");
        Assert.Equal((Line.Number, "en", "Speech"), (row.GetString("Line"), row.GetString("Language"), row.GetString("Transcript")));
        Assert.NotNull(row.GetDateTimeOffset("Status_completed"));
    }

    [Fact]
    public async Task A_report_is_transcribed_phrase_by_phrase()
    {
        await using var line = await Line.BorrowAsync(parts);
        await line.Twilio.CallAsync(new CallScript { Says = [Threat] }, null, Stop);
        var tips = await line.WaitForTipsAsync(tips => tips.Count == 4);
        var transcript = await line.OpenAsync(tips.Single(part => part.Kind == PartKind.Transcript));
        Assert.Equal(Threat, (string?)transcript["text"]);
        Assert.Equal("Speech", (string?)transcript["source"]);
        Assert.Equal(2, transcript["phrases"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_report_in_spanish_is_answered_and_transcribed_in_spanish()
    {
        await using var line = await Line.BorrowAsync(parts);
        var call = await line.Twilio.CallAsync(
            new CallScript { Keys = ["2"], Says = ["Publicaron la dirección de mi jefa y dijeron que la van a quemar."] }, null, Stop);
        Assert.Empty(call.Errors);
        Assert.Contains(call.Lines, said => said.Text.StartsWith("Después del tono", StringComparison.Ordinal));
        Assert.Contains(call.Lines, said => said.Text.Contains("recibo", StringComparison.Ordinal));
        var transcript = (await line.WaitForTipsAsync(tips => tips.Count == 4)).Single(part => part.Kind == PartKind.Transcript);
        Assert.Equal("es", transcript.Language);
        var content = await line.OpenAsync(transcript);
        Assert.StartsWith("Publicaron", (string?)content["text"], StringComparison.Ordinal);
        Assert.Equal("es-MX", (string?)content["phrases"]![0]!["locale"]);
    }

    [Fact]
    public async Task A_recording_opens_byte_for_byte_as_it_was()
    {
        await using var line = await Line.BorrowAsync(parts);
        var sound = Wav.Silence(290);
        System.Security.Cryptography.RandomNumberGenerator.Fill(sound.AsSpan(44));
        Assert.True(sound.Length > 4 * 1024 * 1024, "It should be longer than one region of the encryption.");
        await line.Twilio.CallAsync(new CallScript { Audio = sound, Transcript = "What was said in it." }, null, Stop);
        var tips = await line.WaitForTipsAsync(tips => tips.Count == 4);
        var content = await line.OpenAsync(tips.Single(part => part.Kind == PartKind.Recording));
        Assert.Equal(sound, await line.OpenBlobAsync((string)content["blob"]!));
        Assert.Equal((sound.Length, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(sound))),
            ((long)content["length"]!, (string?)content["sha256"]));
        Assert.Equal("What was said in it.",
            (string?)(await line.OpenAsync(tips.Single(part => part.Kind == PartKind.Transcript)))["text"]);
    }

    [Fact]
    public async Task A_line_set_to_twilios_transcription_gets_it_by_callback()
    {
        await using var line = await Line.BorrowAsync(parts, Line.Transcribed);
        var call = await line.Twilio.CallAsync(new CallScript { Says = ["They said they would burn it down."] }, null, Stop);
        Assert.Empty(call.Errors);
        var transcript = await line.OpenAsync(
            (await line.WaitForTipsAsync(tips => tips.Count == 4)).Single(part => part.Kind == PartKind.Transcript));
        Assert.Equal(("Twilio", "They said they would burn it down."), ((string?)transcript["source"], (string?)transcript["text"]));
    }

    [Theory]
    [InlineData("greeting", false)]
    [InlineData("menu", false)]
    [InlineData("record", true)]
    [InlineData("receipt", true)]
    public async Task A_hang_up_keeps_what_was_said(string step, bool said)
    {
        await using var line = await Line.BorrowAsync(parts);
        var call = await line.Twilio.CallAsync(
            new CallScript { Keys = ["1"], Says = ["They have a gun."], HangUpAfter = step }, null, Stop);
        Assert.Empty(call.Errors);
        var tips = await line.WaitForTipsAsync(
            tips => tips.Any(part => part.Kind == PartKind.CallSummary) && (!said || tips.Any(part => part.Kind == PartKind.Transcript)));
        Assert.Equal(said, tips.Any(part => part.Kind == PartKind.Recording));
        Assert.Equal(step == "receipt", tips.Any(part => part.Kind == PartKind.Receipt));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_silent_caller_is_asked_once_more_and_then_let_go_with_words(bool fallsThrough)
    {
        await using var line = await Line.BorrowAsync(parts);
        var call = await line.Twilio.CallAsync(new CallScript { SilenceFallsThrough = fallsThrough }, null, Stop);
        Assert.DoesNotContain(call.Errors, error => error.Code != 16102);
        Assert.Single(call.Lines, said => said.Text.StartsWith("We did not hear anything", StringComparison.Ordinal));
        Assert.Single(call.Lines, said => said.Text.StartsWith("We could not hear you", StringComparison.Ordinal));
        var tips = await line.WaitForTipsAsync(tips => tips.Count == (fallsThrough ? 1 : 5));
        Assert.Equal(fallsThrough ? 0 : 2, tips.Count(part => part.Kind == PartKind.Recording));
    }

    [Theory]
    [InlineData(false, "0")]
    [InlineData(true, "1")]
    public async Task A_key_at_the_tone_with_nothing_said_is_no_report_and_gets_no_receipt(bool isKept, string seconds)
    {
        await using var line = await Line.BorrowAsync(parts);
        var call = Webhook.Sid("CA");
        (string, string)[] kept = isKept ? [("RecordingSid", Webhook.Sid("RE")), ("RecordingDuration", seconds)] : [];
        (string, string)[] form = [.. Webhook.Caller(call), ("CallStatus", "in-progress"), ("Digits", "#"), .. kept];
        var first = await line.Webhook.PostAsync("twilio/voice/recorded?language=en&transcript=None&take=1&asked=0&waits=0", form);
        Assert.Contains("We did not hear anything", first.Body, StringComparison.Ordinal);
        var second = await line.Webhook.PostAsync("twilio/voice/recorded?language=en&transcript=None&take=2&asked=1&waits=0", form);
        Assert.Contains("We could not hear you", second.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(await line.RowsAsync(), row => row.RowKey.StartsWith("receipt|", StringComparison.Ordinal));
        // After a long first recording, a key at once ends what was said.
        var third = await line.Webhook.PostAsync("twilio/voice/recorded?language=en&transcript=None&take=2&asked=0&waits=0", form);
        Assert.Contains("Here is your receipt", third.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_who_speaks_at_the_second_question_is_heard_and_a_silent_one_can_reach_a_person()
    {
        await using var line = await Line.StartAsync(
            parts, ("Hotline__Lines__0__Number", Line.Number), ("Hotline__Lines__0__HumanNumber", "+15005550199"));
        var late = await line.Twilio.CallAsync(new CallScript { Says = ["", "Now I can speak."] }, null, Stop);
        Assert.Contains(late.Lines, said => ReceiptGroup().IsMatch(said.Text));
        var silent = await line.Twilio.CallAsync(new CallScript(), null, Stop);
        Assert.Contains(silent.Lines, said => said is { Who: "twilio", Text: "+15005550199" });
    }

    [Fact]
    public async Task A_report_that_fills_the_longest_recording_goes_on()
    {
        await using var line = await Line.BorrowAsync(parts, Line.Transcribed);
        var call = await line.Twilio.CallAsync(
            new CallScript { Says = [string.Join(' ', Enumerable.Repeat("long", 400)), "And the rest."] }, null, Stop);
        Assert.Empty(call.Errors);
        Assert.Contains(call.Lines, said => said.Text.StartsWith("We have that.", StringComparison.Ordinal));
        Assert.Contains(call.Lines, said => ReceiptGroup().IsMatch(said.Text));
        Assert.Equal(2, (await line.WaitForTipsAsync(tips => tips.Count(p => p.Kind == PartKind.Recording) == 2)).Count(
            p => p.Kind == PartKind.Recording));
    }

    [Fact]
    public async Task Media_that_are_not_ready_and_an_api_that_throttles_only_take_longer()
    {
        await using var line = await Line.BorrowAsync(parts);
        line.Twilio.Misbehaviour.MediaNotReady = 2;
        foreach (var status in new[] { 429, 503 })
            line.Twilio.Misbehaviour.FailRest(status);
        line.Speech.Fail(503);
        line.Speech.Fail(429);
        await line.Twilio.CallAsync(new CallScript { Says = ["Have patience, for I speak slowly."] }, null, Stop);
        var tips = await line.WaitForTipsAsync(tips => tips.Count == 4);
        Assert.Equal("Have patience, for I speak slowly.", (string?)(await line.OpenAsync(tips.Single(part => part.Kind == PartKind.Transcript)))["text"]);
    }

    [Fact]
    [Trait("Speed", "scaled")]
    public async Task Every_order_of_a_calls_webhooks_each_sent_twice_ends_in_the_same_rows_and_parts()
    {
        var every = Amount.Of(7, 1); // Of the 120.
        await using var line = await Line.StartAsync(parts);
        var ends = new Dictionary<string, string>();
        foreach (var order in Orders(["answer", "status", "action", "recording", "transcription"]).Where((_, n) => n % every == 0))
        {
            var (call, recording) = (Webhook.Sid("CA"), Webhook.Sid("RE"));
            var forms = Webhook.OfCall(call, recording);
            foreach (var step in order)
                for (var time = 0; time < 2; time++)
                    Assert.Equal(200, (int)(await line.Webhook.PostAsync(forms[step].Path, forms[step].Form)).Status);
            ends[string.Join(" ", order)] = call;
        }

        await Eventually.TrueAsync(
            async () => !(await line.RowsAsync()).Any(row => row.RowKey.StartsWith("outbox|tips", StringComparison.Ordinal)), Stop);
        var rows = await line.RowsAsync();
        var tips = (await line.TipsAsync()).Where(part => part.Kind != PartKind.Receipt).ToLookup(part => part.Tip!.Value);
        var seen = ends.Values.Select(call => Shape(call, rows, tips[TipOf.Call(call)])).Distinct().ToList();
        Assert.Equal((120 + every - 1) / every, ends.Count);
        Assert.Single(seen);
        Assert.Contains("CallSummary Transcript", seen[0], StringComparison.Ordinal);
    }

    // What is left of a call, its own sids and times left out.
    private static string Shape(string call, IReadOnlyList<TableEntity> rows, IEnumerable<Part> tips)
    {
        var tip = TipOf.Call(call).Value;
        var own = rows.Where(row => !row.RowKey.StartsWith("outbox|", StringComparison.Ordinal) && !row.RowKey.StartsWith("receipt|", StringComparison.Ordinal)
            && (row.RowKey.Contains(call, StringComparison.Ordinal) || row.GetString("Tip") == tip));
        var shapes = own.Select(row => $"{Sids().Replace(row.RowKey, "#")}: " + string.Join(", ", row
            .Where(column => column.Key is not ("RowKey" or "PartitionKey" or "Timestamp" or "odata.etag"))
            .OrderBy(column => column.Key, StringComparer.Ordinal)
            .Select(column => $"{column.Key}={(column.Value is DateTimeOffset ? "at" : column.Key is "Number" or "Tip" ? "…" : Sids().Replace($"{column.Value}", "#"))}")));
        return string.Join('\n', shapes.Order(StringComparer.Ordinal)) + '\n' + string.Join(
            ' ', tips.Select(part => part.Kind.ToString()).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<IReadOnlyList<string>> Orders(IReadOnlyList<string> steps) => steps.Count <= 1
        ? [steps]
        : steps.SelectMany(
            first => Orders([.. steps.Where(step => step != first)]).Select(rest => (IReadOnlyList<string>)[first, .. rest]));

    [GeneratedRegex("^\\d, \\d, \\d, \\d$")]
    private static partial Regex ReceiptGroup();

    [GeneratedRegex("(CA|RE|TR)[0-9a-f]{32}")]
    private static partial Regex Sids();
}
