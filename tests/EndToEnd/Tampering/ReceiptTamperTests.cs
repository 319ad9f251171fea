using System.Net;
using System.Security.Cryptography;
using Azure.Data.Tables;
using Hotline.Contracts;
using Hotline.Intake.Receipts;
using Hotline.Local.Demo.WebForm;

namespace Hotline.Tests.EndToEnd.Tampering;

/// <summary>
/// A receipt's row and what was said to it, changed behind the line's back: refused and named, on the phone, in a text and on the web.
/// </summary>
[Trait("Speed", "slow")]
public sealed class ReceiptTamperTests(SharedParts parts)
{
    private static readonly TipId Other = TipOf.Text("SM2");

    private static readonly string Hash = new('a', 64);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_bit_of_a_row_counts_and_none_is_read_under_another_code()
    {
        var (keys, others) = (ReceiptKeys.Of(ReceiptCode.New()), ReceiptKeys.Of(ReceiptCode.New()));
        var row = new ReceiptRow(TipOf.Call("CA1"), "Phone", "en", DateTimeOffset.UtcNow, DateTimeOffset.UtcNow + ReceiptDesk.Life);
        Assert.Equal(row, ReceiptRow.Read(row.ToColumns(keys), keys));
        foreach (var (name, value) in row.ToColumns(keys))
            foreach (var changed in Changed(value).Append(null).Append(1))
                Refused(keys, new TableEntity(row.ToColumns(keys)) { [name] = changed });
        Refused(others, row.ToColumns(keys));
        Refused(others, new TableEntity(row.ToColumns(keys)) { ["PublicKey"] = others.PublicKey });
    }

    [Fact]
    public async Task A_receipt_that_was_turned_to_another_tip_opens_nothing_and_is_named()
    {
        await using var line = await Line.BorrowAsync(parts);
        var reporter = await Reporter.TextsAsync(line);
        await reporter.AskAsync("Which street?");
        var whole = await ReceiptAsync(line, reporter);
        await PutAsync(line, new TableEntity(whole) { ["Tip"] = Other.Value });

        var called = await line.Webhook.PostAsync("twilio/voice/code", [.. Webhook.Caller(Webhook.Sid("CA")), ("Digits", reporter.Code)]);
        Assert.Contains("We can not look it up now.", called.Body, StringComparison.Ordinal);
        var text = await line.Twilio.TextAsync(new() { From = "+15005550019", Body = $"{reporter.Written} Elm Street." }, null, Stop);
        await line.WaitForTipsAsync(tips => tips.Any(part => part.Kind == PartKind.Statement && part.Tip == TipOf.Text(text.Sid)));
        Assert.DoesNotContain(await line.TipsAsync(), part => part.Kind == PartKind.Link || part.Tip == Other);
        var asked = await AskAsync(line, reporter);
        Assert.Contains("We can’t look it up just now.", asked, StringComparison.Ordinal);
        Assert.DoesNotContain("Which street?", asked, StringComparison.Ordinal);
        Assert.Equal(3, line.Log.Lines.Count(
            said => said.Contains($"Somebody changed the row of receipt {reporter.Lookup}", StringComparison.Ordinal)));

        // Nothing else was wrong with it.
        await PutAsync(line, whole);
        Assert.Contains("Which street?", await AskAsync(line, reporter), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_said_opens_in_its_own_place_alone()
    {
        await using var line = await Line.BorrowAsync(parts);
        var (reporter, another) = (await Reporter.TextsAsync(line), await Reporter.TextsAsync(line, "+15005550007"));
        foreach (var (who, question) in new[] { (reporter, "Which street?"), (another, "Whose voice?") })
        {
            await who.AskAsync(question, 1);
            await who.AskAsync("And when?", 2);
            await who.StandAsync("asked", 2, new ReceivedPart("statement", DateTimeOffset.UtcNow, 25, Hash));
        }

        Assert.Contains(Hash, await AskAsync(line, reporter), StringComparison.Ordinal);
        var row = await ReceiptAsync(line, reporter);
        var replies = (await line.RowsAsync()).Where(found => found.RowKey.StartsWith("reply|", StringComparison.Ordinal))
            .ToDictionary(found => found.RowKey);
        var (first, second) = (replies[$"reply|{reporter.Lookup}|00000001"], replies[$"reply|{reporter.Lookup}|00000002"]);
        var strange = replies[$"reply|{another.Lookup}|00000001"].GetString("Sealed");
        foreach (var changed in new[]
        {
            second.GetString("Sealed"), strange, row.GetString("Status"), Flipped(first.GetString("Sealed")), "",
        })
        {
            await PutAsync(line, new TableEntity(first) { ["Sealed"] = changed });
            var read = await AskAsync(line, reporter);
            Assert.Equal(["And when?"], new[] { "Which street?", "Whose voice?", "And when?" }.Where(read.Contains));
        }

        await PutAsync(line, first);
        // An older Review says no number.
        await reporter.SendAsync(
            ReplyKind.Question, 3, new QuestionContent("Which day?", DateTimeOffset.UtcNow), ReplyJson.Default.QuestionContent);
        await Eventually.TrueAsync(async () => (await AskAsync(line, reporter)).Contains("Which day?", StringComparison.Ordinal), Stop);
        var others = await ReceiptAsync(line, another);
        (object, object)[] statuses = [(others["Status"], 2), (row["Status"], 9), (first["Sealed"], 1), (row["Status"], "2"), (3, 2)];
        foreach (var (status, number) in statuses)
        {
            await PutAsync(line, new TableEntity(row) { ["Status"] = status, ["StatusNumber"] = number });
            var read = await AskAsync(line, reporter);
            Assert.DoesNotContain(Hash, read, StringComparison.Ordinal);
            Assert.Contains("Which street?", read, StringComparison.Ordinal);
        }

        Assert.Equal(10, line.Log.Lines.Count(
            said => said.Contains($"A reply to the receipt of tip {reporter.Tip} can't be opened", StringComparison.Ordinal)));
    }

    private static IEnumerable<object> Changed(object value) => value switch
    {
        string text => text.Select((letter, at) => (object)$"{text[..at]}{(char)(letter ^ 1)}{text[(at + 1)..]}"),
        byte[] bytes => Enumerable.Range(0, bytes.Length * 8).Select(
            bit => (object)(byte[])[.. bytes[..(bit / 8)], (byte)(bytes[bit / 8] ^ (1 << (bit % 8))), .. bytes[((bit / 8) + 1)..]]),
        DateTimeOffset at =>
            Enumerable.Range(0, 60).Select(bit => (object)new DateTimeOffset(at.UtcTicks ^ (1L << (bit % 50)), TimeSpan.Zero)),
        _ => throw new InvalidOperationException($"A column is a {value.GetType()}."),
    };

    private static string Flipped(string jwe) => $"{jwe[..^9]}{(char)(jwe[^9] ^ 1)}{jwe[^8..]}";

    private static void Refused(ReceiptKeys keys, TableEntity columns) =>
        Assert.Throws<CryptographicException>(() => ReceiptRow.Read(columns, keys));

    private static async Task<string> AskAsync(Line line, Reporter reporter)
    {
        using var http = new HttpClient { BaseAddress = line.Intake.Url };
        return WebUtility.HtmlDecode((await new FormVisitor(http).OpenReportAsync(reporter.Code, "en", Stop)).Html);
    }

    private static async Task<TableEntity> ReceiptAsync(Line line, Reporter reporter) =>
        (await line.RowsAsync()).Single(row => row.RowKey == $"receipt|{reporter.Lookup}");

    private static async Task PutAsync(Line line, TableEntity row) =>
        await line.Table.UpdateEntityAsync(row, Azure.ETag.All, TableUpdateMode.Replace, Stop);
}
