using Hotline.Contracts;
using Hotline.Local.Speech;
using Hotline.Local.Twilio.Account;

namespace Hotline.Tests.Intake.Evidence;

/// <summary>What is fetched from Twilio: whole, however long that takes.</summary>
[Trait("Speed", "slow")]
public sealed class ImportTests(SharedParts parts)
{
    private const string Words = "They said that they would come to the school tomorrow morning with a gun and that we should hide.";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_short_body_is_not_a_whole_recording_and_is_asked_for_again(bool wellFramed)
    {
        await using var line = await Line.BorrowAsync(parts);
        line.Twilio.Misbehaviour.Sound = sound => wellFramed ? Wav.Silence(3) : sound[..(sound.Length / 3)];
        var call = await line.Twilio.CallAsync(new CallScript { Says = [Words] }, null, Stop);
        await PutOffAsync(line, $"import-{call.Recordings[0]}", times: 2);
        Assert.DoesNotContain(await line.TipsAsync(), part => part.Kind == PartKind.Recording);
        Assert.DoesNotContain(await line.BlobsAsync(), blob => blob.Contains("recording-", StringComparison.Ordinal));

        line.Twilio.Misbehaviour.Sound = null;
        var tips = await line.WaitForTipsAsync(tips => tips.Any(part => part.Kind == PartKind.Recording));
        var content = await line.OpenAsync(tips.Single(part => part.Kind == PartKind.Recording));
        Assert.Null(content["isShort"]);
        Assert.Equal(Words, Wav.WordsOf(await line.OpenBlobAsync((string)content["blob"]!)));
    }

    [Fact]
    public async Task After_the_patience_it_is_kept_and_marked_short_and_Twilio_s_copy_stays()
    {
        await using var line = await Line.StartAsync(
            parts, ("Hotline__Retry__MediaAfter", "00:00:02"), ("Hotline__Lines__0__Number", Line.Number),
            ("Hotline__Lines__0__Transcript", "None"));
        await line.StartReviewAsync();
        line.Twilio.Misbehaviour.Sound = _ => Wav.Silence(3);
        var call = await line.Twilio.CallAsync(new CallScript { Says = [Words] }, null, Stop);
        var tip = TipOf.Call(call.Sid);
        await Eventually.TrueAsync(
            async () => (await ReviewRows.FindAsync(line, $"part|{tip}|recording-")).Count == 1, Stop);
        line.Twilio.Misbehaviour.Sound = null;
        using var rosa = await ReviewerBrowser.OfAsync(line, "rosa-vidal");
        Assert.Contains("This is not all of it.", (await rosa.OpenAsync($"/review/tips/{tip}")).Page, StringComparison.Ordinal);
        // Neither Review's word for it, which never comes, nor one that an older version would give.
        var row = (await line.RowsAsync()).Single(row => row.RowKey == $"evidence|{call.Recordings[0]}");
        await using var bus = new Azure.Messaging.ServiceBus.ServiceBusClient(line.Broker.ConnectionString);
        await bus.CreateSender("intake").SendMessageAsync(
            new(new PartAccepted(row.PartitionKey, call.Recordings[0]).Write()) { MessageId = "older" }, Stop);
        await line.SettledAsync();
        Assert.Single(line.Twilio.Remembers("Recordings"));
        Assert.Empty(await ReviewRows.FindAsync(line, "undelivered|"));
    }

    [Fact]
    public async Task What_Twilio_does_not_have_yet_is_waited_for_while_it_is_young_and_so_is_a_key_that_is_refused()
    {
        await using var line = await Line.BorrowAsync(parts);
        line.Lose(WebhookKind.Message);
        var text = await line.Twilio.TextAsync(new TextScript { Body = "", Media = [new("image/png", [1, 2, 3])] }, null, Stop);
        var media = line.Twilio.Remembers("Media").Single();
        line.Twilio.Misbehaviour.FailRest(404, times: 40, resource: "Media"); // Its media and, beside it, the resource.
        await line.Webhook.PostAsync("twilio/messages/receive", Webhook.Text(
            text.Sid, "", more: [("MediaUrl0", $"https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/{text.Sid}/Media/{media.Sid}")]));
        await PutOffAsync(line, $"import-{media.Sid}", times: 2);
        line.Twilio.Misbehaviour.Clear();
        line.Twilio.Misbehaviour.FailRest(403, times: 2, resource: "Media");
        await line.WaitForTipsAsync(tips => tips.Any(part => part.Kind == PartKind.Attachment));
        Assert.DoesNotContain(line.Log.Lines, logged => logged.Contains("is rejected", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_recording_that_Twilio_calls_absent_and_has_after_all_is_kept()
    {
        await using var line = await Line.BorrowAsync(parts);
        line.Twilio.Misbehaviour.MediaNotReady = 40;
        var call = await line.Twilio.CallAsync(new CallScript { Says = [Words] }, null, Stop);
        await PutOffAsync(line, $"import-{call.Recordings[0]}", times: 1);
        await AbsentAsync(line, call.Sid, call.Recordings[0]);
        line.Twilio.Misbehaviour.Clear();
        await line.WaitForTipsAsync(tips => tips.Any(part => part.Kind == PartKind.Recording));
    }

    [Fact]
    public async Task Where_Twilio_heard_nothing_nothing_is_missing_and_nobody_is_told()
    {
        await using var line = await Line.StartAsync(parts, ("Hotline__Retry__MediaAfter", "00:00:00"));
        var (call, recording) = (Webhook.Sid("CA"), Webhook.Sid("RE"));
        await AbsentAsync(line, call, recording);
        var action = Webhook.OfCall(call, recording)["action"];
        await line.Webhook.PostAsync(action.Path, action.Form);
        Assert.DoesNotContain(await line.SettledAsync(), id => id.StartsWith("missing-", StringComparison.Ordinal));
        Assert.DoesNotContain(line.Log.Lines, logged => logged.Contains("is rejected", StringComparison.Ordinal));
    }

    private static async Task AbsentAsync(Line line, string call, string recording)
    {
        var (path, form) = Webhook.OfCall(call, recording)["recording"];
        form = [.. form.Where(field => field.Item1 != "RecordingStatus"), ("RecordingStatus", "absent")];
        Assert.Equal(System.Net.HttpStatusCode.OK, (await line.Webhook.PostAsync(path, form)).Status);
    }

    private static Task PutOffAsync(Line line, string message, int times) => Eventually.TrueAsync(
        () => line.Log.Lines.Count(logged => logged.Contains($"{message} of intake is put off", StringComparison.Ordinal)) >= times, Stop);
}
