using Hotline.Contracts;
using Hotline.Platform.Messaging;
using Hotline.Review.Canary;
using Hotline.Review.Casework;
using Hotline.Review.OnCall;
using Hotline.Review.Outreach;
using Hotline.Review.Retention;
using Hotline.Review.Similarity;
using Hotline.Review.Tips;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Review.Jobs;

/// <summary>Does what Review left for later.</summary>
public sealed class DoReviewWork(
    QueueRun run, TipCasework casework, DormantTips dormant, SimilarTips similar, OnCallBell bell, CanaryCalls canaries,
    ToldStatuses statuses, QuestionTexts texts, AskedQuestions questions)
{
    /// <summary>Takes one order from the queue <c>review</c>.</summary>
    [Function(nameof(DoReviewWork))]
    public Task RunAsync(
        [ServiceBusTrigger(Queues.Review, Connection = Queues.Connection)] string body,
        string? messageId, string? applicationProperties, CancellationToken stop) =>
        run.RunAsync(
            QueueMessage.Of(Queues.Review, body, messageId, applicationProperties), token => DoAsync(ReviewOrder.Read(body), token), stop);

    private Task DoAsync(ReviewOrder order, CancellationToken stop) => order.Work switch
    {
        ReviewWork.Wake => casework.AnsweredAsync(new TipId(order.Tip), new TipId(order.By!), new PartId(order.Word!), stop),
        ReviewWork.Hear => casework.HeardAsync(new TipId(order.Tip), new PartId(order.By!), order.Word!, stop),
        ReviewWork.Forget => dormant.ForgetAsync(new TipId(order.Tip), stop),
        ReviewWork.Compare => similar.CompareAsync(new TipId(order.Tip), new PartId(order.By!), stop),
        ReviewWork.Notify => bell.RingAsync(new TipId(order.Tip), order.Telling, stop),
        ReviewWork.Settle => canaries.SettleAsync(new TipId(order.Tip), stop),
        ReviewWork.Tell => statuses.TellAsync(new TipId(order.Tip), new TipId(order.By!), order.Telling, stop),
        ReviewWork.Text => texts.SendAsync(new TipId(order.Tip), new PartId(order.By!), stop),
        ReviewWork.Spread => questions.SpreadAsync(new TipId(order.Tip), new PartId(order.By!), order.Telling, stop),
        ReviewWork.Remember => canaries.RememberAsync(order, stop),
        _ => throw new RefusedException("This version does no such work."),
    };
}
