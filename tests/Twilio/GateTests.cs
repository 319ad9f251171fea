using System.Net;
using System.Text;
using Hotline.Local.Line;

namespace Hotline.Tests.Twilio;

/// <summary>What the gate lets in, and what an exception behind it becomes.</summary>
[Trait("Speed", "slow")]
public sealed class GateTests(SharedParts parts)
{
    private const string Path = "twilio/voice/answer";

    [Fact]
    public async Task Only_what_twilio_signed_in_its_form_and_size_comes_in_and_nothing_else_is_written()
    {
        await using var line = await Line.BorrowAsync(parts);
        var call = Webhook.Sid("CA");
        var form = Webhook.Caller(call);
        var right = Webhook.Sign($"{Line.PublicUrl}/{Path}", form);

        await Refused(HttpStatusCode.Forbidden, "has no X-Twilio-Signature", () => line.Webhook.SendAsync(Path, form, null));
        await Refused(HttpStatusCode.Forbidden, "does not fit", () => line.Webhook.SendAsync(Path, form, right[..^2] + "=="));
        await Refused(HttpStatusCode.Forbidden, "does not fit", () => line.Webhook.SendAsync(Path, [.. form, ("Added", "1")], right));
        await Refused(HttpStatusCode.Forbidden, "does not fit", () => line.Webhook.SendAsync($"{Path}?language=es", form, right));
        await Refused(HttpStatusCode.Forbidden, "does not fit", () => line.Webhook.SendAsync("TWILIO/voice/answer", form, right));
        (string, string)[] large = [.. form, ("Body", new string('x', 70_000))];
        await Refused(HttpStatusCode.RequestEntityTooLarge, "over 65536 bytes", () => line.Webhook.SendAsync(
            Path, large, Webhook.Sign($"{Line.PublicUrl}/{Path}", large)));
        await Refused(HttpStatusCode.RequestEntityTooLarge, "over 65536 bytes", () => line.Webhook.SendAsync(
            Path, [], right, new Unsized(70_000) { Headers = { ContentType = new("application/x-www-form-urlencoded") } }));
        (string, string)[] empty = [("AccountSid", "AC1")];
        await Refused(HttpStatusCode.BadRequest, "lacks CallSid", () => line.Webhook.PostAsync(Path, empty));
        (string, string)[] odd = [("CallSid", "CA/../1")];
        await Refused(HttpStatusCode.BadRequest, "not a Twilio identifier", () => line.Webhook.PostAsync(Path, odd));
        await Refused(HttpStatusCode.BadRequest, "neither Twilio's form nor JSON", () => line.Webhook.SendAsync(
            Path, [], Webhook.Sign($"{Line.PublicUrl}/{Path}", []), new StringContent("{}", Encoding.UTF8, "application/json")));
        await Refused(HttpStatusCode.BadRequest, "lacks CallStatus", () => line.Webhook.PostAsync("twilio/voice/status", form));

        Assert.Empty(await line.ReportRowsAsync());
        Assert.DoesNotContain(line.Storage.Requests, request => !request.Contains("()", StringComparison.Ordinal)); // Queries are the sweep's.
        Assert.Equal(HttpStatusCode.OK, (await line.Webhook.PostAsync(Path, form)).Status);
    }

    [Fact]
    public async Task A_webhook_signed_with_the_old_or_the_new_token_comes_in_while_both_are_valid()
    {
        await using var line = await Line.StartAsync(
            parts, ("Hotline__Twilio__AuthTokens__0", "another"), ("Hotline__Twilio__AuthTokens__1", LineSettings.AuthToken));
        Assert.Equal(HttpStatusCode.OK, (await line.Webhook.PostAsync(Path, Webhook.Caller(Webhook.Sid("CA")))).Status);
    }

    [Fact]
    public async Task A_json_webhook_is_signed_by_its_url_and_the_hash_in_it()
    {
        await using var line = await Line.BorrowAsync(parts);
        var body = """{"a":1}""";
        var path = $"{Path}?bodySHA256={Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(body)))}";
        var signature = Webhook.Sign($"{Line.PublicUrl}/{path}", []);
        await Refused(HttpStatusCode.Forbidden, "does not fit", () => line.Webhook.SendAsync(path, [], signature, new StringContent("""{"a":2}""", Encoding.UTF8, "application/json")));
        await Refused(HttpStatusCode.BadRequest, "lacks CallSid", () => line.Webhook.SendAsync(
            path, [], signature, new StringContent(body, Encoding.UTF8, "application/json")));
    }

    [Fact]
    public async Task The_webhook_on_which_a_caller_first_waits_costs_one_transaction_and_no_read()
    {
        await using var line = await Line.BorrowAsync(parts);
        await line.Webhook.PostAsync(Path, Webhook.Caller(Webhook.Sid("CA")));
        line.Storage.ForgetRequests();
        for (var call = 0; call < 5; call++)
            await line.Webhook.PostAsync(Path, Webhook.Caller(Webhook.Sid("CA")));
        var requests = line.Storage.Requests.Where(request => !request.Contains("()", StringComparison.Ordinal)).ToList(); // Queries are the sweep's.
        Assert.Equal(5, requests.Count);
        Assert.All(requests, request => Assert.EndsWith("/$batch", request, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_exception_in_a_function_is_an_answer_with_a_reason_never_an_empty_200()
    {
        await using var line = await Line.BorrowAsync(parts);
        line.Storage.Fails = StorageProxy.Fault.Blaming;
        var (call, recording) = (Webhook.Sid("CA"), Webhook.Sid("RE"));
        foreach (var (step, (path, form)) in Webhook.OfCall(call, recording))
        {
            var (status, body) = await line.Webhook.PostAsync(path, form);
            Assert.True(status == HttpStatusCode.InternalServerError && body.Contains("failed to answer", StringComparison.Ordinal),
                $"{step}: {status} {body}");
        }
    }

    private static async Task Refused(HttpStatusCode status, string reason, Func<Task<(HttpStatusCode Status, string Body)>> send)
    {
        var answer = await send();
        Assert.Equal(status, answer.Status);
        Assert.Contains(reason, answer.Body, StringComparison.Ordinal);
        Assert.Single(answer.Body.TrimEnd().Split('\n'));
    }

    /// <summary>A body that does not say how long it is.</summary>
    private sealed class Unsized(int length) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            stream.WriteAsync(new byte[length]).AsTask();

        protected override bool TryComputeLength(out long computed)
        {
            computed = 0;
            return false;
        }
    }
}
