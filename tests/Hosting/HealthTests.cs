using System.Net;
using System.Text.Json.Nodes;

namespace Hotline.Tests.Hosting;

/// <summary>What both rooms say of their health, by the real workers.</summary>
[Trait("Speed", "slow")]
public sealed class HealthTests(SharedParts parts)
{
    private static readonly string[] OfIntake = ["bus", "evidence", "receipts", "sealing", "table"];
    private static readonly string[] OfReview = ["bus", "events", "evidence", "form-keys", "opener", "parts", "sign-in", "table"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Both_rooms_are_alive_and_ready_and_say_names_and_times_alone()
    {
        await using var line = await Line.BorrowBothAsync(parts);
        foreach (var (room, names) in new[] { (line.Intake.Url, OfIntake), (line.Review!.Url, OfReview) })
        {
            var (status, alive) = await AskAsync(room, "health/live");
            Assert.Equal((HttpStatusCode.OK, """{"status":"alive"}"""), (status, alive.ToJsonString()));
            (status, var ready) = await AskAsync(room, "health/ready");
            Assert.Equal((HttpStatusCode.OK, "ready"), (status, (string?)ready["status"]));
            Assert.Equal(["status", "dependencies"], ready.AsObject().Select(field => field.Key));
            Assert.Equal(names.Select(name => $"{name} ready"), Dependencies(ready));
            Assert.All(ready["dependencies"]!.AsArray(), one => Assert.Equal(
                ["name", "status", "milliseconds"], one!.AsObject().Select(field => field.Key)));
        }

        // Nothing was left behind where intake may only write.
        Assert.Empty(await line.Evidence.GetBlobsAsync(cancellationToken: Stop).ToListAsync(Stop));
    }

    [Fact]
    public async Task With_storage_silent_intake_is_alive_and_not_ready_and_names_what_fails()
    {
        await using var line = await Line.BorrowAsync(parts, Line.UsualWait);
        line.Storage.Fails = StorageProxy.Fault.Silent;
        var (status, ready) = await AskAsync(line.Intake.Url, "health/ready");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "failing"), (status, (string?)ready["status"]));
        Assert.Equal(["bus ready", "evidence failing", "receipts ready", "sealing ready", "table failing"], Dependencies(ready));
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(line.Intake.Url, "health/live")).Status);
        line.Storage.Fails = StorageProxy.Fault.None;
        await Eventually.TrueAsync(async () => (await AskAsync(line.Intake.Url, "health/ready")).Status == HttpStatusCode.OK, Stop);
    }

    [Fact]
    public async Task A_missing_container_and_a_bus_that_is_gone_are_seen()
    {
        await using var line = await Line.StartAsync(parts);
        await line.StartReviewAsync();
        await line.Parts.DeleteAsync(cancellationToken: Stop);
        await line.Evidence.DeleteAsync(cancellationToken: Stop);
        var (status, review) = await AskAsync(line.Review!.Url, "health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal(["evidence failing", "parts failing"], Dependencies(review).Where(
            one => !one.EndsWith(" ready", StringComparison.Ordinal)));
        await line.StopBrokerAsync();
        (status, var intake) = await AskAsync(line.Intake.Url, "health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal(["bus failing", "evidence failing"], Dependencies(intake).Where(
            one => !one.EndsWith(" ready", StringComparison.Ordinal)));
        await line.StartBrokerAsync();
    }

    [Fact]
    public async Task A_flood_of_questions_is_no_flood_on_storage()
    {
        await using var line = await Line.StartAsync(parts);
        line.Storage.ForgetRequests();
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => AskAsync(line.Intake.Url, "health/ready")));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.InRange(line.Storage.Requests.Count(request => request.Contains("health", StringComparison.Ordinal)), 1, 100);
    }

    [Fact]
    public async Task Nobody_keeps_the_answers()
    {
        await using var line = await Line.BorrowAsync(parts);
        using var http = new HttpClient { BaseAddress = line.Intake.Url };
        foreach (var path in new[] { "health/live", "health/ready" })
        {
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), Stop);
            Assert.True(answer.Headers.CacheControl!.NoStore);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        }
    }

    private static IEnumerable<string> Dependencies(JsonNode ready) =>
        ready["dependencies"]!.AsArray().Select(one => $"{one!["name"]} {one["status"]}");

    private static async Task<(HttpStatusCode Status, JsonNode Body)> AskAsync(Uri room, string path)
    {
        using var http = new HttpClient { BaseAddress = room };
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), Stop);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop))!);
    }
}
