using Azure.Core;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using Hotline.Contracts;
using Hotline.Platform.Messaging;
using Hotline.Platform.Scheduling;
using Hotline.Platform.Sealing;
using Hotline.Platform.Settings;
using Hotline.Platform.Storage;
using Hotline.Platform.Twilio;
using Hotline.Platform.Words;
using Hotline.Review.Acceptance;
using Hotline.Review.Audit;
using Hotline.Review.Canary;
using Hotline.Review.Casework;
using Hotline.Review.Console;
using Hotline.Review.Evidence;
using Hotline.Review.Files;
using Hotline.Review.Ledger;
using Hotline.Review.Numbers;
using Hotline.Review.OnCall;
using Hotline.Review.Outreach;
using Hotline.Review.Retention;
using Hotline.Review.SignIn;
using Hotline.Review.Similarity;
using Hotline.Review.Table;
using Hotline.Review.Tips;
using Hotline.Review.Undelivered;
using Hotline.Review.WorkQueue;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Hotline.Rooms;

/// <summary>The private half: what it registers.</summary>
public static class ReviewRoom
{
    // Nobody holds a telephone: to give up early and ask again only adds to what a slow table has to do.
    private static readonly TimeSpan WaitsForTable = TimeSpan.FromSeconds(10);

    // Intake's storage account holds the evidence; where it is the same account, this room's own settings say so.
    private const string EvidenceStorage = nameof(EvidenceStorage);

    /// <summary>Registers the room.</summary>
    public static IServiceCollection AddReviewRoom(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<StorageOptions>(static options => options.Timeout = WaitsForTable);
        services.AddDelivery(configuration, "Review", ReviewKeys.ReviewShards, Queues.Review, Queues.Replies);
        services.AddOptions<ReviewOptions>().Bind(configuration.GetSection("Hotline:Review")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ReviewOptions>, ReviewOptionsCheck>();
        services.AddSealing();
        services.AddSignIn(configuration);
        services.AddJournal();
        services.AddEvidence(configuration);
        services.AddSingleton<SimilarTipFinder>().AddSingleton<PartReader>().AddSingleton<PartFacts>().AddSingleton<PartAcceptance>();
        services.AddSingleton<TipCasework>().AddSingleton<AuthoredParts>().AddSingleton<NumberHashes>()
            .AddSingleton<ConsentBook>().AddSingleton<BlockList>();
        services.AddSingleton<ReviewMac>().AddSingleton<IMessageMac>(provider => provider.GetRequiredService<ReviewMac>());
        services.AddSingleton<TipReader>().AddSingleton<DormantTipSweep>();
        services.AddSingleton<QuestionSender>().AddSingleton<QuestionReach>()
            .AddSingleton<PendingQuestions>().AddSingleton<TipIndexReader>().AddSingleton<TipQueue>()
            .AddSingleton<QueueCounts>()
            .AddSingleton<QueueVersion>().AddSingleton<UndeliveredDesk>().AddSingleton<UndeliveredCount>().AddSingleton<UndeliveredRows>().AddSingleton<SendAllAgain>()
            .AddSingleton<UndeliveredPages>();
        services.AddOutreach(configuration);
        services.AddKeyedSingleton<IJobTable>(Queues.Review, (provider, _) => ReviewJobs.Of(provider));
        services.AddRazorComponents();
        services.AddResponseCompression(options => (options.EnableForHttps, options.MimeTypes) = (true, CompressAnswers.Types))
            .AddSingleton<IStartupFilter, CompressAnswers>();
        services.AddSingleton<PageFrames>().AddSingleton<PageTag>().AddSingleton<QueuePages>().AddSingleton<TipPages>().AddSingleton<TipActs>().AddSingleton<TipFormPost>()
            .AddSingleton<AuditPages>();
        services.AddSingleton<DueTasks>().AddSingleton<IScheduledTask, RemindOnCall>().AddSingleton<IScheduledTask, ReleaseLapsedClaims>()
            .AddSingleton<IScheduledTask, CallCanary>().AddSingleton<IScheduledTask, CheckCanaries>()
            .AddSingleton<IScheduledTask, DropDormantTips>();
        return services.AddReviewHealth();
    }

    private static void AddSealing(this IServiceCollection services)
    {
        services.AddSingleton(provider => new Opener(provider.GetRequiredService<IOptions<HotlineOptions>>().Value.SealingKeys));
        services.AddSingleton(provider => provider.GetRequiredService<Opener>().NewestPublicKey());
        services.AddSingleton<ISealer, JweSealer>();
    }

    private static void AddOutreach(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddTwilioRest(configuration);
        services.AddSingleton<IValidateOptions<TwilioOptions>, TwilioKeyCheck>();
        services.AddSingleton<TextSender>();
        services.AddOptions<OutreachOptions>().Bind(configuration.GetSection("Hotline:Outreach"))
            .ReadEach<OutreachOptions, OutreachLine>(configuration.GetSection("Hotline:Outreach:Lines")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<OutreachOptions>, OutreachOptionsCheck>();
        services.AddSingleton<QuestionSms>().AddSingleton<QuestionWords>().AddSingleton<StatusSender>();
        services.AddOptions<OnCallOptions>().Bind(configuration.GetSection("Hotline:OnCall"))
            .ReadEach<OnCallOptions, OnCallStep>(configuration.GetSection("Hotline:OnCall:Steps")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<OnCallOptions>, OnCallOptionsCheck>();
        services.AddOptions<CanaryOptions>().Bind(configuration.GetSection("Hotline:Canary")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<CanaryOptions>, CanaryOptionsCheck>();
        services.AddSingleton<CanaryCalls>();
        // A redirected POST would become a GET that tells nobody.
        services.AddHttpClient<OnCallNotifier>(http => http.Timeout = TimeSpan.FromSeconds(10))
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false });
    }

    private static void AddJournal(this IServiceCollection services)
    {
        services.AddSingleton(provider => new EventContainer(Own(provider, options => options.Events)));
        services.AddSingleton(provider => new PartContainer(Own(provider, options => options.Parts)));
        services.AddSingleton(provider => new EventCopies(provider.GetRequiredService<EventContainer>().Client));
        services.AddSingleton<IOutboxTarget>(provider => provider.GetRequiredService<EventCopies>());
        services.AddSingleton(provider => new PartJournal(provider.GetRequiredService<PartContainer>().Client));
        services.AddSingleton<ChainWriter>().AddSingleton<TipJournal>().AddSingleton<DayJournal>()
            .AddSingleton<AuditCheck>().AddSingleton<AuditTrail>();
    }

    private static void AddEvidence(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection($"Hotline:{EvidenceStorage}");
        var evidence = services.AddOptions<StorageOptions>(EvidenceStorage);
        if (section.Exists())
            evidence.Bind(section).ValidateOnStart();
        else
            evidence.Bind(configuration.GetSection("Hotline:Storage")); // Checked as the room's own.
        services.AddSingleton(provider => new OpeningContainer(Evidence(provider, new SpecializedBlobClientOptions
        {
            ClientSideEncryption = new ClientSideEncryptionOptions(ClientSideEncryptionVersion.V2_0)
            {
                KeyResolver = new BlobKeyUnwrapper(provider.GetRequiredService<Opener>()),
                KeyWrapAlgorithm = BlobSealer.KeyWrap,
            },
        })));
        services.AddSingleton(provider => new SealedContainer(Evidence(provider, new BlobClientOptions())));
        services.AddSingleton<EvidenceReader>().AddSingleton<EvidenceDesk>();
        services.AddSingleton(provider => LineFolder.Read(
            provider.GetRequiredService<IOptionsMonitor<StorageOptions>>().Get(EvidenceStorage), provider.GetRequiredService<TokenCredential>()));
    }

    private static BlobContainerClient Evidence(IServiceProvider provider, BlobClientOptions client)
    {
        var options = provider.GetRequiredService<IOptionsMonitor<StorageOptions>>().Get(EvidenceStorage);
        return StorageClients.Container(options, options.Evidence, client, provider.GetRequiredService<TokenCredential>());
    }

    private static BlobContainerClient Own(IServiceProvider provider, Func<StorageOptions, string> name)
    {
        var options = provider.GetRequiredService<IOptions<StorageOptions>>().Value;
        return StorageClients.Container(options, name(options), new BlobClientOptions(), provider.GetRequiredService<TokenCredential>());
    }
}
