using Hotline.Contracts;
using Hotline.Local.Speech;
using Hotline.Review.Ledger;
using Hotline.Review.SignIn;
using Hotline.Review.Table;
using Hotline.Review.Tips;
using Hotline.Review.WorkQueue;

namespace Hotline.Tests.Review.Casework;

/// <summary>What nobody and nothing has read is marked, and stands above what was read and found ordinary.</summary>
[Trait("Speed", "slow")]
public sealed class UnreadTests(SharedParts parts)
{
    private static readonly Actor Rosa = new("rosa-vidal", "Rosa Vidal", null);
    private static readonly byte[] Picture = [0x89, .. "PNG\r\n\x1a\n"u8, 0, 0, 0, 13, .. "IHDR"u8];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_picture_stands_above_older_words_in_which_no_rule_found_a_sign_until_somebody_opens_it()
    {
        await using var review = await InProcessReview.OpenAsync(parts);
        var (words, picture) = (TipOf.Text("SM1"), TipOf.Text("SM2"));
        await review.AcceptAsync(review.Statement(words, "SM1", "My neighbor is loud."));
        review.Time.Advance(TimeSpan.FromMinutes(5));
        await review.AcceptAsync(await review.AttachmentAsync(picture, "ME1", "photo.png", Picture, "image/png"));
        Assert.Equal([picture, words], await OrderAsync(review));
        var before = (await review.Journal.FindAsync(picture, Stop))!;
        Assert.Equal((true, 3), (before.IsUnread, before.Priority));

        await review.Journal.OpenedAsync(picture, new OpenedEvent(PartId.Of(PartKind.Attachment, "ME1")), Rosa, Stop);
        await review.Journal.OpenedAsync(picture, new OpenedEvent(PartId.Of(PartKind.Attachment, "ME1")), Rosa, Stop);
        var after = (await review.Journal.FindAsync(picture, Stop))!;
        Assert.Equal((false, before.Revision), (after.IsUnread, after.Revision));
        Assert.Equal([words, picture], await OrderAsync(review));
        Assert.Empty((await review.Check.VerifyAsync(Stop)).Findings);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_recording_is_unread_until_its_words_are_there_whichever_comes_first(bool isTranscriptFirst)
    {
        await using var review = await InProcessReview.OpenAsync(parts);
        var tip = TipOf.Call("CA1");
        Part[] came = [(await review.RecordingAsync(tip, "RE1", Sound)).Part, Transcript(review, tip, "My neighbor is loud.", "text")];
        foreach (var part in isTranscriptFirst ? came.Reverse() : came)
            await review.AcceptAsync(part);
        Assert.False((await review.Journal.FindAsync(tip, Stop))!.IsUnread);
        await review.AcceptAsync(Transcript(review, tip, null, "failure"));
        await review.AcceptAsync((await review.RecordingAsync(tip, "RE2", Sound)).Part);
        Assert.Equal(["recording-RE2"], (await review.Journal.FindAsync(tip, Stop))!.Unread!);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public async Task A_failed_or_empty_transcript_leaves_its_recording_unread(string? text)
    {
        await using var review = await InProcessReview.OpenAsync(parts);
        var tip = TipOf.Call("CA1");
        await review.AcceptAsync(Transcript(review, tip, text, "failure"));
        await review.AcceptAsync((await review.RecordingAsync(tip, "RE1", Sound)).Part);
        var line = TipLines.Of((await review.Journal.FindAsync(tip, Stop))!, new Reviewer("r", "R", new HashSet<Role> { Role.Reviewer }, default, default), default);
        Assert.Equal(["recording-RE1"], line.Unread);
        Assert.False(line.HasWords);
    }

    [Fact]
    public async Task A_file_of_text_is_read_by_the_rules_and_a_wrong_number_with_a_picture_does_not_come_last()
    {
        await using var review = await InProcessReview.OpenAsync(parts);
        var (file, wrong) = (TipOf.Text("SM1"), TipOf.Text("SM2"));
        await review.AcceptAsync(await review.AttachmentAsync(file, "ME1", "note.txt", "My neighbor is loud."u8.ToArray()));
        Assert.False((await review.Journal.FindAsync(file, Stop))!.IsUnread);
        await review.AcceptAsync(review.Statement(wrong, "SM2", "Sorry, wrong number."));
        Assert.Equal(4, (await review.Journal.FindAsync(wrong, Stop))!.Priority);
        await review.AcceptAsync(await review.AttachmentAsync(wrong, "ME2", "photo.png", Picture, "image/png"));
        Assert.Equal((3, true), ((await review.Journal.FindAsync(wrong, Stop))!.Priority, (await review.Journal.FindAsync(wrong, Stop))!.IsUnread));
    }

    [Fact]
    public void A_hundred_pictures_do_not_keep_the_next_part_from_being_accepted()
    {
        var (tip, at) = (TipOf.Text("SM1"), new DateTimeOffset(2030, 1, 1, 12, 0, 0, TimeSpan.Zero));
        var state = TipState.New(tip);
        for (var n = 0; n < 300; n++)
            state = state.Apply(new LedgerEvent(
                TipJournal.ScopeOf(tip), n, at, Actor.Line.Id, "", EventKind.Accepted, null,
                new AcceptedEvent(new PartId($"attachment-{new string('x', 190)}{n}"), PartKind.Attachment, Channel.Text, null, at)
                {
                    IsUnread = true,
                }.ToFacts(), ""));
        Assert.True(state.IsUnread);
        Assert.InRange(state.ToJson().Length, 1, 16_000);
    }

    private static byte[] Sound { get; } = [.. Wav.Silence(3).Select((sample, at) => at < 44 ? sample : (byte)(at * 7))];

    private static Part Transcript(InProcessReview review, TipId tip, string? text, string outcome) => review.Seal(
        tip, PartKind.Transcript, $"RE1-speech-{outcome}", Channel.Phone, review.Time.GetUtcNow(),
        new TranscriptContent("RE1", "Speech", text, text is null ? "It failed." : null, []), PartContents.Default.TranscriptContent);

    private static async Task<IEnumerable<TipId>> OrderAsync(InProcessReview review) =>
        (await review.RowsAsync("open|")).Select(row => row.RowKey).Order(StringComparer.Ordinal).Select(ReviewKeys.TipOf);
}
