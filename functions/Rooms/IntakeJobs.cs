using Hotline.Intake.CleanUp;
using Hotline.Intake.Drop;
using Hotline.Intake.Evidence;
using Hotline.Intake.Texts;
using Hotline.Intake.Transcripts;
using Hotline.Platform.Messaging;

namespace Hotline.Rooms;

/// <summary>Intake's jobs: the kind that a message names, its record, and who handles it.</summary>
internal static class IntakeJobs
{
    /// <summary>The table of them.</summary>
    public static JobTable<WorkOrder> Of(IServiceProvider handlers) =>
        new JobTable<WorkOrder>(handlers, WorkOrder.Read, order => order.Work)
            .Add<ImportEvidence, EvidenceImporter>(ImportEvidence.Kind, ImportEvidence.Of)
            .Add<FindMedia, MediaFinder>(FindMedia.Kind, FindMedia.Of)
            .Add<TranscribeRecording, RecordingTranscriber>(TranscribeRecording.Kind, TranscribeRecording.Of)
            .Add<CleanUpAtTwilio, TwilioCleaner>(CleanUpAtTwilio.Kind, CleanUpAtTwilio.Of);
}
