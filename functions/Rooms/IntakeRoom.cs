using Azure.Core;
using Azure.Storage.Blobs;
using Hotline.Contracts;
using Hotline.Intake.Calls;
using Hotline.Intake.CleanUp;
using Hotline.Intake.Drop;
using Hotline.Intake.Evidence;
using Hotline.Intake.Limits;
using Hotline.Intake.Lines;
using Hotline.Intake.Receipts;
using Hotline.Intake.Reconciliation;
using Hotline.Intake.Table;
using Hotline.Intake.Texts;
using Hotline.Intake.Transcripts;
using Hotline.Intake.WebForm;
using Hotline.Platform.Messaging;
using Hotline.Platform.Scheduling;
using Hotline.Platform.Sealing;
using Hotline.Platform.Settings;
using Hotline.Platform.Storage;
using Hotline.Platform.Twilio;
using Hotline.Platform.Words;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Hotline.Rooms;

/// <summary>The public half: what it registers. Nothing in it can open what it seals.</summary>
public static class IntakeRoom
{
    /// <summary>Registers the room.</summary>
    public static IServiceCollection AddIntakeRoom(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddDelivery(configuration, "Intake", IntakeKeys.Shards, Queues.Tips, Queues.Intake);
        services.AddTwilio(configuration);
        services.AddSealing();
        services.AddReceipts(configuration);
        services.AddSpeech(configuration);
        services.AddSingleton(provider => LineFolder.Read(
            provider.GetRequiredService<IOptions<StorageOptions>>().Value, provider.GetRequiredService<TokenCredential>()));
        services.AddOptions<LinesOptions>().Bind(configuration.GetSection("Hotline")).Configure<IOptions<SpeechOptions>>(
            static (lines, speech) =>
                lines.DefaultTranscript = speech.Value.Endpoint is null ? TranscriptSource.Twilio : TranscriptSource.Speech)
            .ReadEach<LinesOptions, LineOptions>(configuration.GetSection("Hotline:Lines")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<LinesOptions>, LinesOptionsCheck>();
        services.AddSingleton<TipDrop>().AddSingleton<CallLog>().AddSingleton<CallDialogue>();
        services.AddSingleton<MessageLog>().AddSingleton<TextReply>().AddSingleton<OpenThreads>().AddSingleton<DailyPepper>();
        services.AddSingleton<ReceiptsInTexts>();
        services.AddKeyedSingleton<IJobTable>(Queues.Intake, (provider, _) => IntakeJobs.Of(provider));
        services.AddSingleton<EvidenceStore>().AddSingleton<EvidenceImporter>().AddSingleton<MediaFinder>().AddSingleton<RecordingTranscriber>()
            .AddSingleton<TwilioTranscripts>().AddSingleton<FetchTranscript>();
        services.AddSingleton<TwilioCleaner>().AddSingleton<CleanUpEvidence>().AddSingleton<CleanUpMessage>().AddSingleton<CleanUpCall>();
        services.AddOptions<FloodOptions>().Bind(configuration.GetSection("Hotline:Floods")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<FloodOptions>, FloodOptionsCheck>().AddSingleton<FloodDetector>().AddSingleton<CallerPatience>();
        services.AddWebForm(configuration);
        services.AddReconciliation(configuration);
        services.AddSingleton<DueTasks>().AddSingleton<IScheduledTask, ReconcileTwilio>().AddSingleton<IScheduledTask, CompareTwoDays>()
            .AddSingleton<IScheduledTask, ForgetSenders>().AddSingleton<IScheduledTask, ForgetReceipts>();
        return services.AddIntakeHealth();
    }

    private static void AddSealing(this IServiceCollection services)
    {
        services.AddSingleton(
            provider => PublicSealingKey.Parse(provider.GetRequiredService<IOptions<HotlineOptions>>().Value.SealingKeys));
        services.AddSingleton<ISealer, JweSealer>();
        services.AddSingleton<IBlobSealer, BlobSealer>();
        services.AddSingleton(provider => new EvidenceContainer(Evidence(provider)));
        services.AddSingleton<EvidenceBlobs>();
    }

    private static void AddReceipts(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ReceiptOptions>().Bind(configuration.GetSection("Hotline:Receipts")).ValidateOnStart();
        services.AddSingleton<ReceiptPool>().AddHostedService(provider => provider.GetRequiredService<ReceiptPool>());
        services.AddSingleton<ReceiptDesk>().AddSingleton<RateCounter>().AddSingleton<ReceiptReader>().AddSingleton<ReceiptFinder>();
        services.AddSingleton<ReplyStore>().AddSingleton<ReceiptExpiry>();
    }

    private static void AddSpeech(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SpeechOptions>().Bind(configuration.GetSection("Hotline:Speech")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SpeechOptions>, SpeechOptionsCheck>();
        // Ten minutes of sound take the service some time, and work that fails comes again by itself.
        services.AddHttpClient<SpeechClient>(http => http.Timeout = TimeSpan.FromMinutes(5));
    }

    private static void AddReconciliation(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ReconciliationOptions>().Bind(configuration.GetSection("Hotline:Reconciliation")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ReconciliationOptions>, ReconciliationOptionsCheck>();
        services.AddSingleton<ReconciliationRun>().AddSingleton<ServedLines>().AddSingleton<Watermarks>().AddSingleton<CallErrorReader>();
        services.AddSingleton<MissedCalls>().AddSingleton<MissedRecordings>().AddSingleton<MissedTexts>();
    }

    private static void AddWebForm(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<WebFormOptions>().Bind(configuration.GetSection("Hotline:WebForm")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<WebFormOptions>, WebFormOptionsCheck>();
        services.Configure<KestrelServerOptions>(static server => server.Limits.MaxRequestBodySize = SubmissionReader.MaxRequestBytes);
        services.AddRazorComponents();
        services.AddSingleton<SubmissionReader>().AddSingleton<WebReports>().AddSingleton<FormCodes>();
        services.AddSingleton(provider => new FormLimit(
            provider.GetRequiredService<RateCounter>(), provider.GetRequiredService<IOptions<WebFormOptions>>().Value.MaxPerAddress,
            provider.GetRequiredService<FormPatience>()));
        services.AddSingleton<FormPatience>().AddSingleton<FormPages>().AddSingleton<ReceiptPlaces>().AddSingleton<SliceTickets>().AddSingleton<UploadReader>();
    }

    private static BlobContainerClient Evidence(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<StorageOptions>>().Value;
        return StorageClients.Container(options, options.Evidence, new BlobClientOptions(), provider.GetRequiredService<TokenCredential>());
    }
}
