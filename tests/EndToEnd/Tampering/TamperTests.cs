using System.Text;
using Azure.Data.Tables;
using Hotline.Contracts;
using Hotline.Platform.Sealing;
using Hotline.Review.Table;
using Hotline.Review.Tips;

namespace Hotline.Tests.EndToEnd.Tampering;

/// <summary>
/// What somebody changed behind the line's back is refused and named, never taken and never a crash. Elsewhere: any character of a seal,
/// and a seal under another tip, part or kind (<see cref="Sealing.SealTests"/>); any byte of a sealed blob, by the SDK alone
/// (<see cref="Sealing.BlobSealTests"/>); a cut tail, a missing tip, a chain computed again (<c>AuditTests</c>); bytes of an
/// envelope that is no envelope any more (<see cref="Fuzzing.ReadingTests"/>).
/// </summary>
[Trait("Speed", "slow")]
public sealed class TamperTests(SharedParts parts)
{
    private const int Region = SealedStream.DataBytes + SealedStream.NonceBytes + 16;
    private static readonly TipId One = TipOf.Text("SM1");
    private static readonly TipId Two = TipOf.Text("SM2");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_bit_of_a_part_s_row_hides_that_part_alone_and_the_audit_names_it()
    {
        await using var review = await TwoTipsAsync();
        var key = $"part|{One}|statement-SM1";
        var whole = await review.RowAsync(key);
        var envelope = whole.GetString("Envelope");
        foreach (var bit in Bits(envelope.Length, 40))
        {
            await review.PutAsync(new TableEntity(whole.PartitionKey, key) { { "Envelope", Flipped(envelope, bit) } });
            var read = await review.Reader.PartsAsync(One, Stop);
            Assert.Equal(["statement-SM1", "statement-SM1b"], read.Select(part => part.Part.Id.Value).Order());
            Assert.Null(read.Single(part => part.Part.Id.Value == "statement-SM1b").Damage);
            var found = (await review.Check.VerifyAsync(Stop)).Findings;
            Assert.Contains(found, finding => finding.Scope == TipJournal.ScopeOf(One) && finding.What.Contains(
                "part statement-SM1 differs", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_part_in_another_tip_s_place_is_shown_as_damaged_and_the_audit_names_it()
    {
        await using var review = await TwoTipsAsync();
        var moved = await review.RowAsync($"part|{One}|statement-SM1");
        var shard = ReviewKeys.ReviewShardOf(TipJournal.ScopeOf(Two));
        foreach (var place in new[] { "statement-SM2", "statement-SM1" })
        {
            await review.PutAsync(new TableEntity(shard, $"part|{Two}|{place}") { { "Envelope", moved.GetString("Envelope") } });
            var read = Assert.Single(await review.Reader.PartsAsync(Two, Stop), part => part.Part.Id.Value == place);
            Assert.Equal((null, "The seal is bound to another tip, part or kind."), (read.Content, read.Damage));
            Assert.Contains(
                (await review.Check.VerifyAsync(Stop)).Findings,
                finding => finding.Scope == TipJournal.ScopeOf(Two) && finding.What.Contains($"part {place}", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_long_part_whose_envelope_lies_in_the_journal_alone_is_guarded_as_well()
    {
        await using var review = await InProcessReview.OpenAsync(parts);
        foreach (var (tip, source) in new[] { (One, "SM1"), (Two, "SM2") })
            await review.AcceptAsync(review.Statement(tip, source, new string('a', 40_000)));
        await review.AcceptAsync(review.Statement(One, "SM1b", "And her number."));
        await review.CopyEventsAsync();
        var blob = review.Parts.GetBlobClient($"{One}/statement-SM1");
        var whole = (await blob.DownloadContentAsync(Stop)).Value.Content.ToArray();
        var others = (await review.Parts.GetBlobClient($"{Two}/statement-SM2").DownloadContentAsync(Stop)).Value.Content.ToArray();
        byte[]?[] changes = [others, whole[..^1], [], null, .. Bits(whole.Length, 20).Select(bit => Flipped(whole, bit))];
        foreach (var changed in changes)
        {
            if (changed is null)
                await blob.DeleteAsync(cancellationToken: Stop);
            else
                await InProcessReview.OverwriteAsync(blob, changed);
            var read = (await review.Reader.PartsAsync(One, Stop)).ToDictionary(part => part.Part.Id.Value);
            Assert.Equal((null, true), (read["statement-SM1"].Content, read["statement-SM1"].Damage is not null));
            Assert.Null(read["statement-SM1b"].Damage);
            Assert.Contains(
                (await review.Check.VerifyAsync(Stop)).Findings,
                finding => finding.Scope == TipJournal.ScopeOf(One) && finding.What.Contains(
                    "part statement-SM1", StringComparison.Ordinal));
        }

        await InProcessReview.OverwriteAsync(blob, whole);
        Assert.Empty((await review.Check.VerifyAsync(Stop)).Findings);
    }

    [Fact]
    public async Task A_message_of_another_tip_is_refused_with_its_reason_and_leaves_nothing()
    {
        await using var review = await TwoTipsAsync();
        var refused = await Assert.ThrowsAsync<RefusedException>(
            () => review.AcceptAsync(review.Statement(One, "SM9", "Hello.") with { Tip = Two }));
        Assert.Equal("The seal is bound to another tip, part or kind.", refused.Message);
        Assert.Empty(await review.RowsAsync($"part|{Two}|statement-SM9"));
    }

    [Fact]
    public async Task A_bit_of_an_event_its_copy_its_chain_s_end_or_the_state_is_a_finding_of_its_tip()
    {
        await using var review = await TwoTipsAsync();
        var scope = TipJournal.ScopeOf(One);
        foreach (var (key, column) in new[] { (ReviewKeys.Event(scope, 0), "Event"), (ReviewKeys.Chain(scope), "Hash"), (ReviewKeys.Tip(One), "State") })
        {
            var whole = await review.RowAsync(key);
            foreach (var bit in Bits(whole.GetString(column).Length, 40))
            {
                await review.PutAsync(new TableEntity(whole) { [column] = Flipped(whole.GetString(column), bit) });
                await FoundAsync(review, scope, $"{key}, bit {bit}");
            }

            await review.PutAsync(whole);
        }

        var blob = review.Events.GetBlobClient($"{scope}.00000000");
        var copy = (await blob.DownloadContentAsync(Stop)).Value.Content.ToArray();
        foreach (var bit in Bits(copy.Length, 20))
        {
            await InProcessReview.OverwriteAsync(blob, Flipped(copy, bit));
            await FoundAsync(review, scope, $"the copy, bit {bit}");
        }

        await InProcessReview.OverwriteAsync(blob, copy);
        Assert.Empty((await review.Check.VerifyAsync(Stop)).Findings);
    }

    [Fact]
    public async Task Evidence_with_a_bit_flipped_cut_at_a_region_s_border_put_in_another_order_or_of_another_tip_is_refused()
    {
        await using var review = await InProcessReview.OpenAsync(parts);
        var (part, content) = await review.RecordingAsync(One, "RE1", new byte[(3 * SealedStream.DataBytes) + 5]);
        var (_, other) = await review.RecordingAsync(Two, "RE2", [.. Enumerable.Repeat((byte)1, (3 * SealedStream.DataBytes) + 5)]);
        var blob = review.Evidence.GetBlobClient(content.Blob);
        var metadata = (await blob.GetPropertiesAsync(cancellationToken: Stop)).Value.Metadata;
        var whole = (await blob.DownloadContentAsync(Stop)).Value.Content.ToArray();
        foreach (var bit in Bits(whole.Length, 25))
            await RefusedAsync(Flipped(whole, bit), metadata, $"bit {bit}");
        foreach (var regions in new[] { 1, 2, 3 })
        {
            await RefusedAsync(whole[..(regions * Region)], metadata, $"cut after {regions}");
            Assert.False(await review.EvidenceReader.IsWholeAsync(content, Stop));
        }

        await RefusedAsync([.. whole[Region..(2 * Region)], .. whole[..Region], .. whole[(2 * Region)..]], metadata, "two regions swapped");
        await RefusedAsync(
            [.. whole[..(2 * Region)], .. whole[(3 * Region)..], .. whole[(2 * Region)..(3 * Region)]], metadata,
            "the last region before the third");
        var others = review.Evidence.GetBlobClient(other.Blob);
        await RefusedAsync(
            (await others.DownloadContentAsync(Stop)).Value.Content.ToArray(),
            (await others.GetPropertiesAsync(cancellationToken: Stop)).Value.Metadata, "another tip's");
        await InProcessReview.OverwriteAsync(blob, whole, metadata);
        await review.AcceptAsync(part);
        Assert.Single(await review.RowsAsync($"part|{One}|recording-RE1"));

        async Task RefusedAsync(byte[] bytes, IDictionary<string, string> described, string what)
        {
            await InProcessReview.OverwriteAsync(blob, bytes, described);
            var refused = await Assert.ThrowsAsync<RefusedException>(() => review.AcceptAsync(part));
            Assert.True(refused.Message.StartsWith("The evidence ", StringComparison.Ordinal), what);
            Assert.Empty(await review.RowsAsync($"part|{One}|"));
        }
    }

    private static async Task FoundAsync(InProcessReview review, string scope, string what) =>
        Assert.True((await review.Check.VerifyAsync(Stop)).Findings.Any(finding => finding.Scope == scope), what);

    private async Task<InProcessReview> TwoTipsAsync()
    {
        var review = await InProcessReview.OpenAsync(parts);
        await review.AcceptAsync(review.Statement(One, "SM1", "They posted her address."));
        await review.AcceptAsync(review.Statement(One, "SM1b", "And her number."));
        await review.AcceptAsync(review.Statement(Two, "SM2", "Hello."));
        await review.CopyEventsAsync();
        return review;
    }

    // The same ones each time.
    private static int[] Bits(int bytes, int count)
    {
        var random = new Random(bytes);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(bytes * 8))];
    }

    // The high bit of a character would be no UTF-8 alone, and no row could hold it.
    private static string Flipped(string text, int bit)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        bytes[bit / 8 % bytes.Length] ^= (byte)(1 << (bit % 7));
        return Encoding.UTF8.GetString(bytes);
    }

    private static byte[] Flipped(byte[] bytes, int bit) =>
        [.. bytes[..(bit / 8)], (byte)(bytes[bit / 8] ^ (1 << (bit % 8))), .. bytes[((bit / 8) + 1)..]];
}
