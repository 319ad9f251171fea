using System.Globalization;
using Hotline.Contracts;
using Hotline.Platform.Messaging;
using Hotline.Platform.Storage;
using Hotline.Platform.Twilio;
using Hotline.Review.Ledger;
using Hotline.Review.Numbers;
using Hotline.Review.Table;
using Hotline.Review.Tips;
using Microsoft.Extensions.Options;

namespace Hotline.Review.Outreach;

/// <summary>
/// Texts a reporter who came by text that they were asked. The question is at their receipt in any case; whether the text was sent, and if
/// not, why, stands on the tip. A crash between Twilio's answer and our note of it sends the text twice.
/// </summary>
public sealed class QuestionSms(
    RoomTable table, TipJournal tips, TipReader reader, ConsentBook consents, NumberHashes numbers, TextSender sender,
    QuestionWords questions, IOptions<OutreachOptions> options, IOptions<TwilioOptions> twilio) : IJobHandler<SendQuestionText>
{
    /// <summary>The failure of a text to whoever said STOP.</summary>
    public const string Stopped = "STOP";

    /// <summary>The failure of a text where Review has no API key.</summary>
    public const string NoKey = "key";

    /// <summary>The failure of a text to a number that has not come, or does not open.</summary>
    public const string NoNumber = "number";

    /// <summary>Sends the text of a question, unless that was done.</summary>
    /// <exception cref="NotYetException">Twilio does not take the API key.</exception>
    public async Task HandleAsync(SendQuestionText job, CancellationToken stop)
    {
        var (tip, question) = job;
        var scope = TipJournal.ScopeOf(tip);
        var marker = ConsentBook.MarkerOf(question.Value, scope);
        if (await tips.FindAsync(tip, stop) is not { IsCanary: false } || await IsDoneAsync(scope, marker, stop))
            return;
        var texted = await TrySendAsync(tip, question, stop);
        await tips.ActAsync(tip, Actor.Line, _ => Decision.Of(texted), stop, (marker, []));
    }

    private async Task<bool> IsDoneAsync(string scope, string marker, CancellationToken stop) =>
        await table.FindAsync(ReviewKeys.ReviewShardOf(scope), marker, stop, "RowKey") is not null;

    private async Task<TextedEvent> TrySendAsync(TipId tip, PartId question, CancellationToken stop)
    {
        if (twilio.Value.ApiKeySid.Length == 0)
            return new TextedEvent(question, null, NoKey);
        var parts = await reader.PartsAsync(tip, stop);
        var (from, line) = SenderOf(parts);
        if (numbers.Of(from) is not { } number
            || parts.FirstOrDefault(part => part.Part.Id == question)?.Content is not WrittenContent asked)
            return new TextedEvent(question, null, NoNumber);
        if (await consents.FindAsync(number, stop) is { Word: "STOP" })
            return new TextedEvent(question, null, Stopped);
        var words = options.Value.SentBy(line) == TextedAs.Question ? questions.Question(asked.Text) : questions.Notice;
        try
        {
            return new TextedEvent(question, await sender.SendAsync(line, from, words, CallbackOf(tip, question), stop), null);
        }
        catch (TextRefusedException e)
        {
            return new TextedEvent(question, null, e.Code.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Who texted, and the line, from which a text is answered; empty where no text came from one phone.</summary>
    internal static (string From, string Line) SenderOf(IEnumerable<OpenedPart> parts) =>
        parts.Where(part => part.Part.Channel == Channel.Text).Select(part => part.Content).OfType<StatementContent>()
            .Where(statement => Sender.IsOnePhone(statement.From)).Select(statement => (statement.From, statement.Line))
            .LastOrDefault(("", ""));

    private Uri? CallbackOf(TipId tip, PartId question) =>
        options.Value.IntakeUrl is { } intake
            ? WebhookRoutes.At(intake, WebhookRoutes.Delivered, $"?tip={tip}&question={Uri.EscapeDataString(question.Value)}")
            : null;
}
