using System.Reflection;
using Hotline.Intake.Limits;
using Hotline.Intake.Lines;
using Hotline.Intake.Receipts;
using Hotline.Intake.Reconciliation;
using Hotline.Intake.Transcripts;
using Hotline.Intake.WebForm;
using Hotline.Platform.Http;
using Hotline.Platform.Messaging;
using Hotline.Platform.Settings;
using Hotline.Platform.Storage;
using Hotline.Platform.Twilio;
using Hotline.Review.Canary;
using Hotline.Review.OnCall;
using Hotline.Review.Outreach;
using Hotline.Review.SignIn;
using Hotline.Review.Tips;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Tests.Infra;

/// <summary>The app settings that a deployment sets, against the code that reads them.</summary>
[Collection(nameof(Deployments))]
public sealed class SettingsTests(Deployments deployments)
{
    // Read by the platform, the host, its extensions and the Azure SDK.
    private static readonly string[] OfThePlatform =
    [
        "APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "APPLICATIONINSIGHTS_CONNECTION_STRING", "AZURE_CLIENT_ID",
        "AzureWebJobsDisableHomepage", "AzureWebJobsStorage__accountName", "AzureWebJobsStorage__clientId",
        "AzureWebJobsStorage__credential",
        "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT", "ServiceBus__clientId", "ServiceBus__credential", "ServiceBus__fullyQualifiedNamespace",
    ];

    private static readonly Dictionary<string, Type[]> Sections = new()
    {
        ["Hotline"] = [typeof(HotlineOptions), typeof(LinesOptions)],
        ["Hotline:Canary"] = [typeof(CanaryOptions)],
        ["Hotline:EvidenceStorage"] = [typeof(StorageOptions)],
        ["Hotline:OnCall"] = [typeof(OnCallOptions)],
        ["Hotline:Outreach"] = [typeof(OutreachOptions)],
        ["Hotline:Receipts"] = [typeof(ReceiptOptions)],
        ["Hotline:Reconciliation"] = [typeof(ReconciliationOptions)],
        ["Hotline:Retry"] = [typeof(RetryOptions)],
        ["Hotline:Review"] = [typeof(ReviewOptions)],
        ["Hotline:SignIn"] = [typeof(SignInOptions)],
        ["Hotline:Speech"] = [typeof(SpeechOptions)],
        ["Hotline:Storage"] = [typeof(StorageOptions)],
        ["Hotline:Twilio"] = [typeof(TwilioOptions)],
        ["Hotline:Floods"] = [typeof(FloodOptions)],
        ["Hotline:WebForm"] = [typeof(WebFormOptions)],
    };

    [Theory]
    [InlineData("intake")]
    [InlineData("review")]
    public void Every_setting_is_read_by_somebody(string room)
    {
        string[] signIn = room == "review" ? ["OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID"] : [];
        var names = deployments.Production.Settings(room).Keys.Where(name => !IsSwitch(name))
            .ToLookup(name => name.StartsWith("Hotline__", StringComparison.Ordinal));
        Assert.Equal(OfThePlatform.Concat(signIn).Order(), names[false].Order());
        Assert.All(names[true], name => Assert.True(Binds(name), $"No options have a place for {name}."));
    }

    [Fact]
    public void A_setting_that_nobody_reads_is_seen()
    {
        Assert.True(Binds("Hotline__OnCall__Steps__0__Webhook"));
        Assert.False(Binds("Hotline__OnCall__Steps__0__Hook"));
        Assert.True(Binds("Hotline__Outreach__Lines__0__Sends"));
        Assert.False(Binds("Hotline__Storage__Account"));
        Assert.False(Binds("Hotline__Elsewhere"));
    }

    [Fact]
    public void All_options_are_among_those_looked_at() => Assert.Equal(
        typeof(HotlineOptions).Assembly.GetTypes()
            .Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal) && type != typeof(LineOptions))
            .Select(type => type.Name).Order(),
        Sections.Values.SelectMany(types => types).Distinct().Select(type => type.Name).Order());

    [Fact]
    public void Containers_and_tables_are_there_by_the_names_that_the_code_has()
    {
        var names = new StorageOptions();
        string[] review = [names.Parts, names.Events, names.Keys];
        Assert.Equal(
            [$"intakedata/default/{names.Evidence}", $"intakedata/default/{deployments.Production.Settings("intake")["Hotline__Storage__Line"]}", .. review.Select(name => $"reviewdata/default/{name}")],
            deployments.Production.Names("Microsoft.Storage/storageAccounts/blobServices/containers")
                .Where(name => !name.EndsWith("/packages", StringComparison.Ordinal)));
        Assert.Equal("line", deployments.Production.Settings("review")["Hotline__EvidenceStorage__Line"]);
        Assert.Equal(
            ["intakedata/default/Intake", "reviewdata/default/Review"],
            deployments.Production.Names("Microsoft.Storage/storageAccounts/tableServices/tables"));
    }

    [Theory]
    [InlineData("intake")]
    [InlineData("review")]
    public void The_secrets_that_a_room_refers_to_are_those_that_it_may_read(string room)
    {
        var read = deployments.Production.Rights()
            .Where(right => right.Who == room && right.Role == "Key Vault Secrets User").Select(right => right.On.Split('/')[^1]);
        Assert.Equal(read.Order(), deployments.Production.Secrets(room).Select(secret => secret.Secret).Order());
        Assert.All(read, secret => Assert.Contains($"hotline/{secret}", deployments.Production.Names("Microsoft.KeyVault/vaults/secrets")));
    }

    [Fact]
    public void Nobody_is_told_where_nobody_was_named() =>
        Assert.DoesNotContain(deployments.Staging.Settings("review").Keys, name => name.Contains("OnCall", StringComparison.Ordinal));

    [Fact]
    public void How_far_a_text_got_is_told_to_intake_and_nobody_is_texted_where_review_has_no_key()
    {
        var review = deployments.Production.Settings("review");
        Assert.Equal(review["Hotline__Canary__Intake"], review["Hotline__Outreach__IntakeUrl"]);
        Assert.Contains("Hotline__Outreach__IntakeUrl", deployments.Staging.Settings("review").Keys);
        Assert.Contains("Hotline__Twilio__ApiKeySid", review.Keys);
        Assert.DoesNotContain(
            deployments.Staging.Settings("review").Keys, name => !IsSwitch(name) && name.Contains("Twilio", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("intake", "Hotline.Review")]
    [InlineData("review", "Hotline.Intake")]
    public void The_functions_of_the_other_room_are_off_and_no_other(string room, string other)
    {
        var off =
            from type in typeof(FunctionRoutes).Assembly.GetTypes()
            where type.Namespace?.StartsWith(other, StringComparison.Ordinal) == true
            from method in type.GetMethods()
            let function = method.GetCustomAttribute<FunctionAttribute>()
            where function is not null
            select $"AzureWebJobs.{function.Name}.Disabled=true";
        Assert.Equal(
            off.Order(StringComparer.Ordinal),
            deployments.Production.Settings(room).Where(setting => IsSwitch(setting.Key))
                .Select(setting => $"{setting.Key}={setting.Value}").Order(StringComparer.Ordinal));
    }

    private static bool IsSwitch(string setting) => setting.StartsWith("AzureWebJobs.", StringComparison.Ordinal);

    private static bool Binds(string setting)
    {
        var path = setting.Split("__");
        var section = string.Join(':', path[..2]);
        return Sections.TryGetValue(section, out var own)
            ? own.Any(type => Has(type, path.AsSpan(2)))
            : Sections[path[0]].Any(type => Has(type, path.AsSpan(1)));
    }

    private static bool Has(Type type, ReadOnlySpan<string> path) => path.Length == 0
        || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IList<>)
            ? int.TryParse(path[0], out _) && Has(type.GetGenericArguments()[0], path[1..])
            : type.GetProperty(path[0]) is { } property && Has(property.PropertyType, path[1..]));
}
