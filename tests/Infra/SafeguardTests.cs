using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hotline.Intake.Reconciliation;
using Hotline.Intake.WebForm;
using Hotline.Platform.Messaging;
using Hotline.Platform.Telemetry;
using Hotline.Review.Acceptance;
using Hotline.Review.Canary;
using Hotline.Review.Undelivered;
using Microsoft.Extensions.Logging;

namespace Hotline.Tests.Infra;

/// <summary>What must be so in Azure whatever else changes: no keys, nothing lost, nobody in who has not signed in.</summary>
[Collection(nameof(Deployments))]
public sealed partial class SafeguardTests(Deployments deployments)
{
    [Fact]
    public void It_compiles_without_a_word() => Assert.Equal("", deployments.Complaints);

    [Fact]
    public void Every_rule_of_the_linter_is_an_error_but_the_one_that_asks_the_calendar()
    {
        var config = JsonNode.Parse(
            File.ReadAllText(Path.Combine(Oracle.Root, "infra", "bicepconfig.json")),
            documentOptions: new() { CommentHandling = JsonCommentHandling.Skip })!;
        var rules = config["analyzers"]!["core"]!["rules"]!.AsObject();
        Assert.Equal(["use-recent-api-versions"], rules.Where(rule => (string?)rule.Value!["level"] != "error").Select(rule => rule.Key));
        Assert.True(rules.Count > 45);
    }

    [Fact]
    public void There_is_no_key_and_no_connection_string_anywhere()
    {
        Assert.DoesNotMatch(Keys(), deployments.Template);
        Assert.Matches(Keys(), "[listKeys(resourceId('…'), '2025-01-01').keys[0].value]");
    }

    [Fact]
    public void No_storage_takes_a_key_or_shows_anybody_a_blob() => Assert.All(deployments.Both, deployment =>
    {
        var accounts = deployment.Of("Microsoft.Storage/storageAccounts");
        Assert.Equal(4, accounts.Count);
        Assert.All(accounts, account => Assert.False((bool)account["properties"]!["allowSharedKeyAccess"]!));
        Assert.All(accounts, account => Assert.False((bool)account["properties"]!["allowBlobPublicAccess"]!));
    });

    [Fact]
    public void The_bus_the_speech_service_and_the_telemetry_take_no_key() => Assert.All(deployments.Both, deployment =>
    {
        Assert.True((bool)deployment.Properties("Microsoft.ServiceBus/namespaces", "hotline")["disableLocalAuth"]!);
        Assert.True((bool)deployment.Properties("Microsoft.CognitiveServices/accounts", "hotline")["disableLocalAuth"]!);
        Assert.True((bool)deployment.Properties("Microsoft.Insights/components", "hotline")["DisableLocalAuth"]!);
    });

    [Fact]
    public void No_app_is_published_by_a_password() => Assert.All(deployments.Both, deployment =>
    {
        var passwords = deployment.Of("Microsoft.Web/sites/basicPublishingCredentialsPolicies");
        Assert.Equal(4, passwords.Count);
        Assert.All(passwords, policy => Assert.False((bool)policy["properties"]!["allow"]!));
    });

    [Fact]
    public void No_queue_drops_a_message() => Assert.All(deployments.Production.Of("Microsoft.ServiceBus/namespaces/queues"), queue =>
    {
        Assert.False((bool)queue["properties"]!["requiresDuplicateDetection"]!);
        Assert.Null(queue["properties"]!["defaultMessageTimeToLive"]);
        Assert.Null(queue["properties"]!["autoDeleteOnIdle"]);
    });

    [Fact]
    public void No_deployment_sets_or_knows_a_secret()
    {
        Assert.Contains("\"onlyIfNotExists\"", deployments.Template, StringComparison.Ordinal);
        var secrets = deployments.Production.Of("Microsoft.KeyVault/vaults/secrets");
        Assert.Equal(7, secrets.Count);
        Assert.All(secrets, secret => Assert.Contains("newGuid()", (string)secret["properties"]!["value"]!, StringComparison.Ordinal));
    }

    [Fact]
    public void The_vault_can_not_be_purged() => Assert.All(deployments.Both, deployment =>
    {
        var vault = deployment.Properties("Microsoft.KeyVault/vaults", "hotline");
        Assert.True((bool)vault["enablePurgeProtection"]!);
        Assert.True((bool)vault["enableRbacAuthorization"]!);
    });

    [Theory]
    [InlineData("intakedata")]
    [InlineData("reviewdata")]
    public void Data_has_versions_and_comes_back_when_deleted(string account) => Assert.All(deployments.Both, deployment =>
    {
        var blobs = deployment.Properties("Microsoft.Storage/storageAccounts/blobServices", $"{account}/default");
        Assert.True((bool)blobs["isVersioningEnabled"]!);
        Assert.True((int)blobs["deleteRetentionPolicy"]!["days"]! >= 7);
        Assert.True((int)blobs["containerDeleteRetentionPolicy"]!["days"]! >= 7);
    });

    [Fact]
    public void Events_alone_can_not_be_changed()
    {
        var policy = Assert.Single(
            deployments.Production.Of("Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies"));
        Assert.Equal("reviewdata/default/events/default", (string?)policy["name"]);
        Assert.Equal(1825, (int)policy["properties"]!["immutabilityPeriodSinceCreationInDays"]!);
        Assert.False((bool)policy["properties"]!["allowProtectedAppendWrites"]!);
    }

    [Fact]
    public void Versions_go_of_deleted_parts_alone()
    {
        var policy = Assert.Single(deployments.Production.Of("Microsoft.Storage/storageAccounts/managementPolicies"));
        Assert.Equal("reviewdata/default", (string?)policy["name"]);
        var rule = Assert.Single(policy["properties"]!["policy"]!["rules"]!.AsArray())!["definition"]!;
        Assert.Equal("""["parts/"]""", rule["filters"]!["prefixMatch"]!.ToJsonString());
        Assert.Equal("""{"version":{"delete":{"daysAfterCreationGreaterThan":14}}}""", rule["actions"]!.ToJsonString());
    }

    [Fact]
    public void Production_is_locked_and_staging_can_be_thrown_away()
    {
        Assert.Equal(
            ["namespaces/hotline", "storageAccounts/intakedata", "storageAccounts/reviewdata", "vaults/hotline"],
            deployments.Production.Locked().Order());
        Assert.Empty(deployments.Staging.Locked());
    }

    [Fact]
    public void Review_answers_nobody_who_has_not_signed_in()
    {
        var settings = deployments.Production.Properties("Microsoft.Web/sites/config", "hotline-review/authsettingsV2");
        Assert.True((bool)settings["platform"]!["enabled"]!);
        Assert.True((bool)settings["globalValidation"]!["requireAuthentication"]!);
        Assert.Null(settings["globalValidation"]!["excludedPaths"]);
        Assert.True((bool)settings["login"]!["tokenStore"]!["enabled"]!);
        var entra = settings["identityProviders"]!["azureActiveDirectory"]!;
        Assert.Contains("offline_access", entra["login"]!["loginParameters"]![0]!.ToString(), StringComparison.Ordinal);
        var app = deployments.Production.Settings("review");
        Assert.Equal(app["Hotline__SignIn__Issuer"], (string?)entra["registration"]!["openIdIssuer"]);
        Assert.Equal(app["Hotline__SignIn__Audience"], (string?)entra["registration"]!["clientId"]);
        Assert.Contains((string)entra["registration"]!["clientSecretSettingName"]!, app.Keys);
    }

    [Fact]
    public void Both_apps_run_the_package_on_flex_consumption() => Assert.All(deployments.Both, deployment =>
    {
        var azure = File.ReadAllText(Path.Combine(Oracle.Root, "azure.yaml"));
        Assert.Equal(["FC1", "FC1"], deployment.Of("Microsoft.Web/serverfarms").Select(plan => (string?)plan["sku"]!["name"]));
        Assert.All(deployment.Of("Microsoft.Web/sites"), site =>
        {
            var properties = site["properties"]!;
            Assert.Equal("""{"name":"dotnet-isolated","version":"10.0"}""", properties["functionAppConfig"]!["runtime"]!.ToJsonString());
            Assert.True((bool)properties["httpsOnly"]!);
            Assert.Contains($"  {site["tags"]!["azd-service-name"]}:\n    project: functions\n", azure, StringComparison.Ordinal);
        });
    });

    [Fact]
    public void An_instance_waits_for_callers_in_production()
    {
        var config = deployments.Production.Properties("Microsoft.Web/sites", "hotline-intake")["functionAppConfig"]!;
        Assert.Equal("""[{"name":"http","instanceCount":1}]""", config["scaleAndConcurrency"]!["alwaysReady"]!.ToJsonString());
    }

    [Theory]
    [InlineData("intake", SubmissionReader.MaxRequestBytes)]
    [InlineData("review", 1_000_000)]
    public void What_an_instance_may_hold_of_requests_stays_under_half_of_its_memory(string room, long limit) =>
        Assert.All(deployments.Both, deployment =>
        {
            var settings = deployment.Settings(room);
            Assert.Equal(limit, long.Parse(settings["FUNCTIONS_REQUEST_BODY_SIZE_LIMIT"], CultureInfo.InvariantCulture));
            Assert.Equal("true", settings["AzureWebJobsDisableHomepage"]);
            var scale = deployment.Properties("Microsoft.Web/sites", $"hotline-{room}")["functionAppConfig"]!["scaleAndConcurrency"]!;
            var (memory, at) = ((long)scale["instanceMemoryMB"]!, (long)scale["triggers"]!["http"]!["perInstanceConcurrency"]!);
            Assert.True(at >= 1);
            Assert.True(limit * 6 * at < memory * 1_000_000 / 2);
        });

    [Fact]
    public void Every_alert_calls_the_operators() => Assert.All(deployments.Both, deployment =>
    {
        var alerts = deployment.Of("Microsoft.Insights/metricAlerts");
        Assert.True(alerts.Count >= 7);
        var operators = Assert.Single(deployment.Of("Microsoft.Insights/actionGroups"));
        Assert.All(alerts, alert => Assert.Equal(
            (string?)operators["id"], (string?)Assert.Single(alert["properties"]!["actions"]!.AsArray())!["actionGroupId"]));
        Assert.All(deployment.Of("Microsoft.Insights/scheduledQueryRules"), rule => Assert.Equal(
            (string?)operators["id"], (string?)Assert.Single(rule["properties"]!["actions"]!["actionGroups"]!.AsArray())));
    });

    [Fact]
    public void An_alert_and_the_budget_are_told_to_two_people() => Assert.All(deployments.Both, deployment =>
    {
        var operators = Assert.Single(deployment.Of("Microsoft.Insights/actionGroups"));
        Assert.Equal(2, operators["properties"]!["emailReceivers"]!.AsArray().Count);
        var budget = deployment.Properties("Microsoft.Consumption/budgets", "hotline");
        Assert.Equal(2, budget["notifications"]!["spent"]!["contactEmails"]!.AsArray().Count);
    });

    [Fact]
    public void Each_objective_has_a_fast_and_a_slow_alert_and_its_query_says_what_may_miss() => Assert.All(deployments.Both, deployment =>
    {
        var rules = deployment.Of("Microsoft.Insights/scheduledQueryRules").ToDictionary(
            rule => (string)rule["name"]!, rule => rule["properties"]!);
        foreach (var (objective, metric) in new[] { ("webhooks", "hotline.webhooks"), ("tips", "hotline.tips") })
            foreach (var (burn, rate, recent, window, severity) in new[] { ("fast", 14, "5m", "PT1H", 1), ("slow", 6, "30m", "PT6H", 2) })
            {
                var rule = rules[$"hotline-slo-{objective}-{burn}"];
                var query = (string)rule["criteria"]!["allOf"]![0]!["query"]!;
                Assert.Contains($"Name == '{metric}'", query, StringComparison.Ordinal);
                Assert.Contains($"ago({recent})", query, StringComparison.Ordinal);
                Assert.Contains($"RecentMissed / RecentAll > {rate} * 0.001", query, StringComparison.Ordinal);
                Assert.DoesNotMatch("METRIC|RECENT|RATE", query);
                Assert.Equal((window, severity), ((string?)rule["windowSize"], (int)rule["severity"]!));
            }
    });

    [Fact]
    public void The_canary_s_alerts_look_for_the_events_that_the_code_logs()
    {
        var logged = typeof(CanaryCalls).GetMethods(BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()).OfType<LoggerMessageAttribute>()
            .ToLookup(message => message.Level, message => message.EventId);
        Assert.All(["late", "silent"], of => Assert.Contains($"Properties['{RedactedLogs.EventId}']", Query(of), StringComparison.Ordinal));
        Assert.Contains($"in ({string.Join(", ", logged[LogLevel.Error].Order())})", Query("late"), StringComparison.Ordinal);
        Assert.Contains($"== {Assert.Single(logged[LogLevel.Information])} ", Query("silent"), StringComparison.Ordinal);
        Assert.DoesNotContain(
            deployments.Staging.Names("Microsoft.Insights/scheduledQueryRules"), name => name.Contains("canary", StringComparison.Ordinal));

        string Query(string of) => (string)deployments.Production
            .Properties("Microsoft.Insights/scheduledQueryRules", $"hotline-canary-{of}")["criteria"]!["allOf"]![0]!["query"]!;
    }

    [Theory]
    [InlineData("reconciliation", typeof(ReconciliationPass), typeof(ReconciliationRun), typeof(ReconcileTwilio))]
    [InlineData("undelivered", typeof(QueueRun), typeof(PartFacts), typeof(KeepUndelivered), typeof(KeepLostRejections))]
    public void An_alert_looks_for_the_errors_that_are_logged(string alert, params Type[] by) => Assert.All(deployments.Both, deployment =>
    {
        var logged = by
            .SelectMany(type => type.GetMethods(BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            // What is held has an alert of its own.
            .Where(method => method.Name != "LogHeld")
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()).OfType<LoggerMessageAttribute>()
            .Where(message => message.Level == LogLevel.Error);
        var query = (string)deployment.Properties("Microsoft.Insights/scheduledQueryRules",
            $"hotline-{alert}")["criteria"]!["allOf"]![0]!["query"]!;
        Assert.Equal(
            $"AppTraces | where toint(Properties['{RedactedLogs.EventId}']) in ({string.Join(", ", logged.Select(message => message.EventId).Order())})", query);
    });

    [Fact]
    public void A_bus_that_takes_no_message_back_calls_somebody() => Assert.All(deployments.Both, deployment => Assert.Equal(
        $"AppTraces | where toint(Properties['{RedactedLogs.EventId}']) == {typeof(QueueRun)
            .GetMethod("LogHeld", BindingFlags.NonPublic | BindingFlags.Instance)!.GetCustomAttribute<LoggerMessageAttribute>()!.EventId}",
        (string)deployment.Properties(
            "Microsoft.Insights/scheduledQueryRules", "hotline-held")["criteria"]!["allOf"]![0]!["query"]!));

    [Fact]
    public void Intake_s_readiness_is_asked_for_from_outside_in_production()
    {
        var test = Assert.Single(deployments.Production.Of("Microsoft.Insights/webtests"))["properties"]!;
        Assert.Contains("/health/ready", (string)test["Request"]!["RequestUrl"]!, StringComparison.Ordinal);
        Assert.Equal((300, 200), ((int)test["Frequency"]!, (int)test["ValidationRules"]!["ExpectedHttpStatusCode"]!));
        Assert.Contains(deployments.Production.Names("Microsoft.Insights/metricAlerts"), name => name == "hotline-unreachable");
    }

    [GeneratedRegex(@"\blist[A-Z]\w*\(|AccountKey|SharedAccess(Key|Signature)|DefaultEndpointsProtocol|Endpoint=sb:")]
    private static partial Regex Keys();
}
