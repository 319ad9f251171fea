using System.Net;
using System.Text;
using Azure.Messaging.ServiceBus;
using Hotline.Contracts;

namespace Hotline.Tests.Review.Casework;

/// <summary>What reviewers do, at the real console.</summary>
[Trait("Speed", "slow")]
public sealed class CaseworkTests(SharedParts parts)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_one_reviewer_holds_no_other_can_claim_until_it_is_released()
    {
        await using var line = await Line.BorrowBothAsync(parts);
        var tip = await Caller.ReportsAsync(line, "They posted her address and will come tonight.");
        using var rosa = await ReviewerBrowser.OfAsync(line, "rosa-vidal");
        using var ben = await ReviewerBrowser.OfAsync(line, "ben-okafor");
        var path = $"/review/tips/{tip}";
        Assert.Contains("come tonight", (await rosa.OpenAsync(path)).Page, StringComparison.Ordinal);
        await ben.OpenAsync(path);
        Assert.Contains("Rosa Vidal", (await rosa.PostAsync($"{path}/claim")).Page, StringComparison.Ordinal);
        await ben.PostAsync($"{path}/claim");
        Assert.Equal(HttpStatusCode.Conflict, ben.Status);
        Assert.Contains("Rosa Vidal holds this tip.", ben.Page, StringComparison.Ordinal);

        await rosa.OpenAsync(path);
        await rosa.PostAsync($"{path}/release");
        await ben.OpenAsync(path);
        await ben.PostAsync($"{path}/claim");
        Assert.Equal(HttpStatusCode.OK, ben.Status);
        Assert.Empty((await ReviewRows.Audit(line).VerifyAsync(Stop)).Findings);
    }

    [Fact]
    public async Task Two_reviewers_cannot_overwrite_each_other_and_the_second_keeps_what_they_wrote()
    {
        await using var line = await Line.BorrowBothAsync(parts);
        var tip = await Caller.ReportsAsync(line, "They posted her address and will come tonight.");
        using var rosa = await ReviewerBrowser.OfAsync(line, "rosa-vidal");
        using var ben = await ReviewerBrowser.OfAsync(line, "ben-okafor");
        var path = $"/review/tips/{tip}";
        await ben.OpenAsync(path);
        await rosa.OpenAsync(path);
        await rosa.PostAsync($"{path}/tags", ("tags", "Doxing, street address"));
        await ben.PostAsync($"{path}/close", ("disposition", "Referred"), ("reason", "Told the precinct."));
        Assert.Equal(HttpStatusCode.Conflict, ben.Status);
        Assert.Contains("Rosa Vidal changed the tags (doxing, street-address)", ben.Page, StringComparison.Ordinal);
        Assert.Contains("Told the precinct.", ben.Page, StringComparison.Ordinal);
        await ben.OpenAsync(path);
        await ben.PostAsync($"{path}/close", ("disposition", "Referred"), ("reason", "Told the precinct."));
        Assert.Equal(HttpStatusCode.OK, ben.Status);
        Assert.Contains("Told the precinct.", (await ben.OpenAsync(path)).Page, StringComparison.Ordinal);
        Assert.Empty((await ReviewRows.Audit(line).VerifyAsync(Stop)).Findings);
    }

    [Fact]
    public async Task A_closed_tip_is_listed_with_the_closed_ones_until_it_is_opened_again()
    {
        await using var line = await Line.BorrowBothAsync(parts);
        var tip = await Caller.ReportsAsync(line, "They posted her address and will come tonight.");
        using var rosa = await ReviewerBrowser.OfAsync(line, "rosa-vidal");
        using var ben = await ReviewerBrowser.OfAsync(line, "ben-okafor");
        var path = $"/review/tips/{tip}";
        await ben.OpenAsync(path);
        await ben.PostAsync($"{path}/close", ("disposition", "Referred"), ("reason", "Told the precinct."));
        Assert.Contains(tip.Value, (await rosa.OpenAsync("/review/tips?view=closed")).Page, StringComparison.Ordinal);
        Assert.DoesNotContain(tip.Value, (await rosa.OpenAsync("/review/tips?view=open")).Page, StringComparison.Ordinal);
        await ben.OpenAsync(path);
        await ben.PostAsync($"{path}/reopen", ("reason", "They called again."));
        Assert.Contains(tip.Value, (await rosa.OpenAsync("/review/tips?view=unassigned")).Page, StringComparison.Ordinal);
        Assert.Empty((await ReviewRows.Audit(line).VerifyAsync(Stop)).Findings);
    }

    [Fact]
    public async Task A_question_goes_to_replies_sealed_to_the_receipt_and_says_nothing_in_clear()
    {
        await using var line = await Line.StartAsync(parts, ("AzureWebJobs.KeepReply.Disabled", "true"));
        await line.StartReviewAsync();
        var tip = await Caller.ReportsAsync(line, "They posted her address.");
        await line.StopIntakeAsync();
        using var rosa = await ReviewerBrowser.OfAsync(line, "rosa-vidal");
        await rosa.OpenAsync($"/review/tips/{tip}");
        await rosa.PostAsync($"/review/tips/{tip}/question", ("text", "Which street was it?"));
        Assert.Equal(HttpStatusCode.OK, rosa.Status);
        await using var bus = new ServiceBusClient(line.Broker.ConnectionString);
        await using var replies = bus.CreateReceiver("replies");
        ServiceBusReceivedMessage message;
        Reply reply;
        do
        {
            message = await replies.ReceiveMessageAsync(TimeSpan.FromSeconds(60), Stop);
            reply = Reply.Read(message.Body.ToString());
        }
        while (reply.Kind == ReplyKind.Status);
        Assert.Equal((ReplyKind.Question, 1), (reply.Kind, reply.Number));
        Assert.StartsWith("eyJ", reply.Sealed, StringComparison.Ordinal);
        Assert.DoesNotContain("street", Encoding.UTF8.GetString(message.Body), StringComparison.OrdinalIgnoreCase);
        Assert.Contains(tip.Value, (await rosa.OpenAsync("/review/tips?view=waiting")).Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sound_is_served_by_ranges_that_read_only_their_regions_and_each_playing_is_an_event()
    {
        await using var line = await Line.BorrowBothAsync(parts);
        var tip = await Caller.ReportsAsync(line, "They posted her address and will come tonight.");
        var recording = (await ReviewRows.FindAsync(line, $"part|{tip}|recording-")).Single().RowKey.Split('|')[2];
        using var rosa = await ReviewerBrowser.OfAsync(line, "rosa-vidal");
        var path = $"/review/tips/{tip}/parts/{recording}/sound";
        var whole = await rosa.FetchAsync(path);
        Assert.Equal("RIFF"u8.ToArray(), whole.Bytes[..4]);
        var part = await rosa.FetchAsync(path, (1000, 1999));
        Assert.Equal((HttpStatusCode.PartialContent, $"bytes 1000-1999/{whole.Bytes.Length}"), (part.Status, part.Range));
        Assert.Equal(whole.Bytes[1000..2000], part.Bytes);
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable,
            (await rosa.FetchAsync(path, (whole.Bytes.Length, whole.Bytes.Length + 1L))).Status);
        Assert.Contains("0.",
            Encoding.UTF8.GetString((await rosa.FetchAsync($"/review/tips/{tip}/parts/{recording}/wave")).Bytes), StringComparison.Ordinal);
        Assert.Single(await ReviewRows.FindAsync(line, $"event|tip-{tip}|"), row => row.GetString("Event").Contains(
            "\"Opened\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_number_is_shown_once_for_a_reason_and_who_may_not_see_a_tip_sees_none()
    {
        await using var line = await Line.BorrowBothAsync(parts);
        var tip = await Caller.ReportsAsync(line, "They posted her address.", "+15005550177");
        using var rosa = await ReviewerBrowser.OfAsync(line, "rosa-vidal");
        Assert.DoesNotContain("0177", (await rosa.OpenAsync($"/review/tips/{tip}")).Page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await rosa.PostAsync($"/review/tips/{tip}/number", ("reason", " "))).Status);
        await rosa.OpenAsync($"/review/tips/{tip}");
        Assert.Contains("+15005550177",
            (await rosa.PostAsync($"/review/tips/{tip}/number", ("reason", "She asked to be called."))).Page, StringComparison.Ordinal);
        Assert.DoesNotContain("0177", (await rosa.OpenAsync($"/review/tips/{tip}")).Page, StringComparison.Ordinal);
        foreach (var other in new[] { "ada-moreau", "kit-tanaka" })
        {
            using var desk = await ReviewerBrowser.OfAsync(line, other);
            Assert.Equal(HttpStatusCode.Forbidden, (await desk.OpenAsync($"/review/tips/{tip}")).Status);
            Assert.Equal(HttpStatusCode.Forbidden, (await desk.OpenAsync("/review/tips")).Status);
        }
    }

    [Fact]
    public async Task Twenty_looks_and_acts_at_once_are_all_in_the_chain()
    {
        await using var line = await Line.BorrowBothAsync(parts);
        var tip = await Caller.ReportsAsync(line, "They posted her address.");
        using var rosa = await ReviewerBrowser.OfAsync(line, "rosa-vidal");
        await rosa.OpenAsync($"/review/tips/{tip}");
        var before = (await ReviewRows.FindAsync(line, $"event|tip-{tip}|")).Count;
        var desks = await Task.WhenAll(Enumerable.Range(0, 20).Select(async n =>
        {
            var desk = await ReviewerBrowser.OfAsync(line, n % 2 == 0 ? "rosa-vidal" : "ben-okafor");
            return n < 10 ? await desk.OpenAsync($"/review/tips/{tip}") : await (await desk.OpenAsync("/review/tips"))
                .PostAsync($"/review/tips/{tip}/note", ("text", $"Note {n}."));
        }));
        Assert.All(desks, desk => Assert.Equal(HttpStatusCode.OK, desk.Status));
        foreach (var desk in desks)
            desk.Dispose();
        // The ten notes lead back to the tip, which is looked at once more; a note that came while a page was read is a look of its own.
        var events = (await ReviewRows.FindAsync(line, $"event|tip-{tip}|")).Skip(before).Select(row => row.GetString("Event")).ToList();
        Assert.Equal(10, events.Count(happened => happened.Contains("\"Noted\"", StringComparison.Ordinal)));
        Assert.InRange(events.Count(happened => happened.Contains("\"Viewed\"", StringComparison.Ordinal)), 20, 120);
        Assert.Empty((await ReviewRows.Audit(line).VerifyAsync(Stop)).Findings);
    }

    [Fact]
    public async Task A_form_without_its_token_or_from_elsewhere_changes_nothing()
    {
        await using var line = await Line.BorrowBothAsync(parts);
        var tip = await Caller.ReportsAsync(line, "They posted her address.");
        using var client = await ReviewerBrowser.SignInAsync(line, "rosa-vidal");
        var claim = new Uri($"/review/tips/{tip}/claim", UriKind.Relative);
        using var form = new FormUrlEncodedContent([]);
        Assert.Equal(HttpStatusCode.BadRequest, (await client.PostAsync(claim, form, Stop)).StatusCode);
        client.DefaultRequestHeaders.Add("Origin", "https://elsewhere.example.org");
        Assert.Equal(HttpStatusCode.Forbidden, (await client.PostAsync(claim, form, Stop)).StatusCode);
        Assert.Empty(await ReviewRows.FindAsync(line, "mine|"));
    }
}
