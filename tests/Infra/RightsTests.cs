using System.Reflection;
using Hotline.Contracts;
using Hotline.Platform.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Tests.Infra;

/// <summary>Who may do what in Azure: this table, and nothing else.</summary>
[Collection(nameof(Deployments))]
public sealed class RightsTests(Deployments deployments)
{
    private static readonly string[] Expected =
    [
        "intake | Azure Service Bus Data Receiver | namespaces/hotline/queues/intake",
        "intake | Azure Service Bus Data Receiver | namespaces/hotline/queues/replies",
        "intake | Azure Service Bus Data Sender | namespaces/hotline/queues/intake",
        "intake | Azure Service Bus Data Sender | namespaces/hotline/queues/rejected",
        "intake | Azure Service Bus Data Sender | namespaces/hotline/queues/replies",
        "intake | Azure Service Bus Data Sender | namespaces/hotline/queues/tips",
        "intake | Cognitive Services Speech User | accounts/hotline",
        "intake | Key Vault Secrets User | vaults/hotline/secrets/sealing-public-key",
        "intake | Key Vault Secrets User | vaults/hotline/secrets/twilio-api-key-secret",
        "intake | Key Vault Secrets User | vaults/hotline/secrets/twilio-auth-token",
        "intake | Monitoring Metrics Publisher | components/hotline",
        "intake | Storage Blob Data Owner | storageAccounts/intakehost",
        "intake | Storage Blob Data Reader | storageAccounts/intakedata/containers/line",
        "intake | changeRows | storageAccounts/intakedata/tables/Intake",
        "intake | writeBlobs | storageAccounts/intakedata/containers/evidence",
        "review | Azure Service Bus Data Receiver | namespaces/hotline/queues/rejected",
        "review | Azure Service Bus Data Receiver | namespaces/hotline/queues/review",
        "review | Azure Service Bus Data Receiver | namespaces/hotline/queues/tips",
        "review | Azure Service Bus Data Sender | namespaces/hotline/queues/intake",
        "review | Azure Service Bus Data Sender | namespaces/hotline/queues/rejected",
        "review | Azure Service Bus Data Sender | namespaces/hotline/queues/replies",
        "review | Azure Service Bus Data Sender | namespaces/hotline/queues/review",
        "review | Azure Service Bus Data Sender | namespaces/hotline/queues/tips",
        "review | Key Vault Secrets User | vaults/hotline/secrets/lasting-pepper",
        "review | Key Vault Secrets User | vaults/hotline/secrets/on-call-webhook",
        "review | Key Vault Secrets User | vaults/hotline/secrets/sealing-private-keys",
        "review | Key Vault Secrets User | vaults/hotline/secrets/twilio-review-key-secret",
        "review | Monitoring Metrics Publisher | components/hotline",
        "review | Storage Blob Data Owner | storageAccounts/reviewhost",
        "review | Storage Blob Data Reader | storageAccounts/intakedata/containers/evidence",
        "review | Storage Blob Data Reader | storageAccounts/intakedata/containers/line",
        "review | changeRows | storageAccounts/reviewdata/tables/Review",
        "review | writeAndReadBlobs | storageAccounts/reviewdata/containers/events",
        "review | writeAndReadBlobs | storageAccounts/reviewdata/containers/keys",
        "review | writeReadAndDeleteBlobs | storageAccounts/reviewdata/containers/parts",
    ];

    [Fact]
    public void Each_room_has_these_rights_and_no_other() => Assert.All(deployments.Both, deployment => Assert.Equal(
        Expected, deployment.Rights().Select(right => $"{right.Who} | {right.Role} | {right.On}").Order(StringComparer.Ordinal)));

    [Theory]
    [InlineData("changeRows", "read", "write", "add/action", "update/action", "delete")]
    [InlineData("writeBlobs", "add/action", "write")]
    [InlineData("writeAndReadBlobs", "add/action", "write", "read")]
    [InlineData("writeReadAndDeleteBlobs", "add/action", "write", "read", "delete")]
    public void Our_own_roles_hold_data_actions_alone(string name, params string[] actions) => Assert.All(deployments.Both, deployment =>
    {
        Assert.Equal(4, deployment.Of("Microsoft.Authorization/roleDefinitions").Count);
        var role = deployment.Of("Microsoft.Authorization/roleDefinitions").Select(role => role["properties"]!)
            .Single(role => ((string)role["roleName"]!).Contains($" {name} ", StringComparison.Ordinal));
        var permission = Assert.Single(role["permissions"]!.AsArray())!;
        Assert.Empty(permission["actions"]!.AsArray());
        var of = name == "changeRows" ? "tableServices/tables/entities/" : "blobServices/containers/blobs/";
        Assert.Equal(
            actions.Select(action => $"Microsoft.Storage/storageAccounts/{of}{action}"),
            permission["dataActions"]!.AsArray().Select(action => (string)action!));
    });

    [Theory]
    [InlineData("intake", "Hotline.Intake")]
    [InlineData("review", "Hotline.Review")]
    public void A_room_receives_from_the_queues_that_its_functions_take(string who, string room) => Assert.Equal(
        Taken(room).Order(),
        deployments.Production.Rights().Where(right => right.Who == who && right.Role == "Azure Service Bus Data Receiver")
            .Select(right => right.On.Split('/')[^1]).Order());

    [Fact]
    public void A_queue_that_functions_take_is_watched()
    {
        var alert = deployments.Production.Properties("Microsoft.Insights/metricAlerts", "hotline-waiting");
        Assert.Equal(
            Taken("Hotline").Order(),
            alert["criteria"]!["allOf"]![0]!["dimensions"]![0]!["values"]!.AsArray().Select(queue => (string?)queue).Order());
    }

    [Fact]
    public void The_bus_has_the_queues_that_the_code_knows()
    {
        string[] others = [nameof(Queues.Connection), nameof(Queues.DeadLetters), nameof(Queues.Events)];
        var known = typeof(Queues).GetFields().Where(field => !others.Contains(field.Name))
            .Select(field => $"hotline/{field.GetValue(null)}");
        Assert.Equal(known.Order(), deployments.Production.Names("Microsoft.ServiceBus/namespaces/queues").Order());
    }

    [Fact]
    public void The_private_key_is_read_by_review_alone() =>
        Assert.Equal(
            ["review"],
            deployments.Production.Rights().Where(right => right.On == "vaults/hotline/secrets/sealing-private-keys")
                .Select(right => right.Who));

    [Fact]
    public void Rights_are_given_to_the_rooms_own_identities() => Assert.All(
        deployments.Production.Of("Microsoft.Web/sites"), site => Assert.EndsWith(
            $"/userAssignedIdentities/{site["name"]}",
            Assert.Single(site["identity"]!["userAssignedIdentities"]!.AsObject()).Key, StringComparison.Ordinal));

    private static IEnumerable<string> Taken(string room) =>
        (from type in typeof(FunctionRoutes).Assembly.GetTypes()
         where type.Namespace?.StartsWith(room, StringComparison.Ordinal) == true
         from method in type.GetMethods()
         from parameter in method.GetParameters()
         from trigger in parameter.GetCustomAttributes<ServiceBusTriggerAttribute>()
         select trigger.QueueName.Split('/')[0]).Distinct();
}
