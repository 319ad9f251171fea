using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Azure.Messaging.ServiceBus;
using Hotline.Contracts;
using Hotline.Local.Twilio.Account;
using Hotline.Platform.Sealing;

namespace Hotline.Tests.Drivers;

/// <summary>Somebody who has reported and holds a receipt, and what Review says to it.</summary>
internal sealed partial class Reporter
{
    private readonly Line line;
    private readonly ReceiptContent receipt;

    private Reporter(Line line, string code, TipId tip, ReceiptContent receipt) =>
        (this.line, Code, Tip, this.receipt) = (line, code, tip, receipt);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The 16 digits.</summary>
    public string Code { get; }

    /// <summary>The digits in groups, as they are written.</summary>
    public string Written => string.Join(' ', Code.Chunk(4).Select(group => new string(group)));

    public TipId Tip { get; }

    public string Lookup => receipt.Lookup;

    /// <summary>Somebody reports by text.</summary>
    public static async Task<Reporter> TextsAsync(Line line, string from = "+15005550006")
    {
        var text = await line.Twilio.TextAsync(new TextScript { From = from, Body = "They posted her address." }, null, Stop);
        var code = Digits().Match(text.Lines.Single(said => said.Who == "hotline").Text).Value.Replace(" ", "");
        return await OfAsync(line, code, TipOf.Text(text.Sid));
    }

    /// <summary>Somebody reports by phone.</summary>
    public static async Task<Reporter> CallsAsync(Line line, string key = "1", string from = "+15005550006")
    {
        var call = await line.Twilio.CallAsync(
            new CallScript { From = from, Keys = [key], Says = ["They posted her address."] }, null, Stop);
        var code = string.Concat(call.Lines.Where(said => Group().IsMatch(said.Text)).Take(4).Select(said => said.Text.Replace(", ", "")));
        return await OfAsync(line, code, TipOf.Call(call.Sid));
    }

    /// <summary>Review asks; returns when intake has it.</summary>
    public async Task AskAsync(string question, int number = 1, DateTimeOffset? asked = null)
    {
        await SendAsync(
            ReplyKind.Question, number, new QuestionContent(question, asked ?? DateTimeOffset.UtcNow, number), ReplyJson.Default.QuestionContent);
        await Eventually.TrueAsync(async () => (await line.RowsAsync()).Any(row => row.RowKey == $"reply|{Lookup}|{number:D8}"), Stop);
    }

    /// <summary>Review says how the tip stands; returns when intake has it.</summary>
    public async Task StandAsync(string state, int number = 1, params ReceivedPart[] received)
    {
        await SendAsync(
            ReplyKind.Status, number, new StatusContent(state, DateTimeOffset.UtcNow, received, Number: number), ReplyJson.Default.StatusContent);
        await Eventually.TrueAsync(
            async () => (await line.RowsAsync()).Single(row => row.RowKey == $"receipt|{Lookup}").GetInt32("StatusNumber") == number, Stop);
    }

    /// <summary>Review says how the tip stands, and until when its receipt lives; returns when intake has it.</summary>
    public async Task StandUntilAsync(string state, int number, DateTimeOffset keepUntil)
    {
        await SendAsync(
            ReplyKind.Status, number, new StatusContent(state, DateTimeOffset.UtcNow, [], Number: number), ReplyJson.Default.StatusContent, keepUntil);
        await Eventually.TrueAsync(
            async () => (await line.RowsAsync()).Single(row => row.RowKey == $"receipt|{Lookup}").GetInt32("StatusNumber") == number, Stop);
    }

    /// <summary>Review sends a reply.</summary>
    public async Task SendAsync<T>(ReplyKind kind, int number, T content, JsonTypeInfo<T> type, DateTimeOffset? keepUntil = null)
    {
        var reply = new Reply(
            Lookup, kind, number, ReceiptSealer.Seal(receipt.PublicKey, JsonSerializer.SerializeToUtf8Bytes(content, type)), keepUntil);
        await SendAsync(line, reply.ToJson());
    }

    /// <summary>Puts a message on the queue.</summary>
    public static async Task SendAsync(Line line, string body)
    {
        await using var bus = new ServiceBusClient(line.Broker.ConnectionString);
        await bus.CreateSender("replies").SendMessageAsync(new(body) { MessageId = $"{Guid.NewGuid()}" }, Stop);
    }

    private static async Task<Reporter> OfAsync(Line line, string code, TipId tip)
    {
        Assert.Matches("^[0-9]{16}$", code);
        var tips = await line.WaitForTipsAsync(tips => tips.Any(part => part.Kind == PartKind.Receipt && part.Tip == tip));
        var content = await line.OpenAsync(tips.Last(part => part.Kind == PartKind.Receipt && part.Tip == tip));
        return new Reporter(line, code, tip, new ReceiptContent((string)content["lookup"]!, (string)content["publicKey"]!));
    }

    [GeneratedRegex("\\d{4} \\d{4} \\d{4} \\d{4}")]
    private static partial Regex Digits();

    [GeneratedRegex("^\\d, \\d, \\d, \\d$")]
    private static partial Regex Group();
}
