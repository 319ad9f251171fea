using System.Text.Json.Nodes;

namespace Hotline.Tests.Infra;

/// <summary>What a deployment makes in one environment; the part that makes names unique is cut from them.</summary>
internal sealed class Deployment(string environment, JsonArray resources)
{
    private const string Authorization = "/providers/Microsoft.Authorization/";

    private static readonly Dictionary<string, string> BuiltInRoles = new()
    {
        ["2a2b9908-6ea1-4ae2-8e65-a410df84e7d1"] = "Storage Blob Data Reader",
        ["b7e6dc6d-f1e8-4753-8033-0f276bb0955b"] = "Storage Blob Data Owner",
        ["69a216fc-b8fb-44d8-bc22-1f3c2cd27a39"] = "Azure Service Bus Data Sender",
        ["4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0"] = "Azure Service Bus Data Receiver",
        ["4633458b-17de-408a-b874-0445c86b69e6"] = "Key Vault Secrets User",
        ["f2dc8367-1007-4938-bd23-fe263f013447"] = "Cognitive Services Speech User",
        ["3913510d-42f4-4e42-8a64-420c390055eb"] = "Monitoring Metrics Publisher",
    };

    /// <summary>The resources of a type, such as <c>Microsoft.Web/sites</c>.</summary>
    public IReadOnlyList<JsonNode> Of(string type) =>
        [.. resources.Select(resource => resource!).Where(resource => (string?)resource["type"] == type)];

    /// <summary>The properties of a resource.</summary>
    public JsonNode Properties(string type, string name) =>
        Of(type).Single(resource => (string?)resource["name"] == name)["properties"]!;

    /// <summary>The names of the resources of a type.</summary>
    public IEnumerable<string> Names(string type) => Of(type).Select(resource => (string)resource["name"]!);

    /// <summary>The app settings of a room.</summary>
    public Dictionary<string, string> Settings(string room) => Properties("Microsoft.Web/sites/config", $"hotline-{room}/appsettings")
        .AsObject().ToDictionary(setting => setting.Key, setting => (string)setting.Value!);

    /// <summary>The secrets that a room's settings refer to, by setting.</summary>
    public IEnumerable<(string Setting, string Secret)> Secrets(string room) =>
        from setting in Settings(room)
        where setting.Value.Contains("@Microsoft.KeyVault(SecretUri=", StringComparison.Ordinal)
        select (setting.Key, setting.Value.Split("secrets/")[1].Split(')')[0]);

    /// <summary>Every right: who has which role on what.</summary>
    public IEnumerable<(string Who, string Role, string On)> Rights() =>
        from assignment in Of("Microsoft.Authorization/roleAssignments")
        let principal = (string)assignment["properties"]!["principalId"]!
        select (
            principal.Split("userAssignedIdentities/hotline-")[1].Split('\'')[0],
            Role(((string)assignment["properties"]!["roleDefinitionId"]!).Split('/')[^1]),
            Path(((string)assignment["id"]!).Split(Authorization)[0]));

    /// <summary>What is locked.</summary>
    public IEnumerable<string> Locked() =>
        Of("Microsoft.Authorization/locks").Select(held => Path(((string)held["id"]!).Split(Authorization)[0]));

    /// <inheritdoc/>
    public override string ToString() => environment;

    // …/Microsoft.Storage/storageAccounts/intakedata/tableServices/default/tables/Intake → storageAccounts/intakedata/tables/Intake
    private static string Path(string id) => string.Join('/', id.Split("/providers/")[1].Split('/')[1..].Chunk(2)
        .Where(pair => pair[1] != "default").SelectMany(pair => pair));

    private string Role(string id) => BuiltInRoles.GetValueOrDefault(id)
        ?? ((string)Properties("Microsoft.Authorization/roleDefinitions", id)["roleName"]!).Split(' ')[1];
}
