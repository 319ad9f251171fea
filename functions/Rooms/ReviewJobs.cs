using Hotline.Platform.Messaging;
using Hotline.Review.Canary;
using Hotline.Review.Casework;
using Hotline.Review.OnCall;
using Hotline.Review.Outreach;
using Hotline.Review.Retention;
using Hotline.Review.Similarity;
using Hotline.Review.Tips;

namespace Hotline.Rooms;

/// <summary>Review's jobs: the kind that a message names, its record, and who handles it.</summary>
internal static class ReviewJobs
{
    /// <summary>The table of them.</summary>
    public static JobTable<ReviewOrder> Of(IServiceProvider handlers) =>
        new JobTable<ReviewOrder>(handlers, ReviewOrder.Read, order => order.Work)
            .Add<WakeTip, TipCasework>(WakeTip.Kind, WakeTip.Of)
            .Add<HearWord, TipCasework>(HearWord.Kind, HearWord.Of)
            .Add<CompareTexts, SimilarTipFinder>(CompareTexts.Kind, CompareTexts.Of)
            .Add<SendStatus, StatusSender>(SendStatus.Kind, SendStatus.Of)
            .Add<SendQuestionText, QuestionSms>(SendQuestionText.Kind, SendQuestionText.Of)
            .Add<SpreadQuestion, QuestionSender>(SpreadQuestion.Kind, SpreadQuestion.Of)
            .Add<NotifyOnCall, OnCallNotifier>(NotifyOnCall.Kind, NotifyOnCall.Of)
            .Add<RememberCanary, CanaryCalls>(RememberCanary.Kind, RememberCanary.Of)
            .Add<SettleCanary, CanaryCalls>(SettleCanary.Kind, SettleCanary.Of)
            .Add<ForgetTip, DormantTipSweep>(ForgetTip.Kind, ForgetTip.Of);
}
