using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Hotline.Platform.Http;
using Microsoft.Azure.Functions.Worker;
using Moq;

namespace Hotline.Tests.Hosting;

/// <summary>
/// The functions against their table, and mutations that the same checks must find: a table that passes whatever is asked of it holds
/// nothing.
/// </summary>
public sealed class FunctionTableTests
{
    /// <summary>What a slip of the pen could do to a function.</summary>
    private static readonly Dictionary<string, (string Function, Action<JsonArray, JsonObject> Make)> Mutations = new()
    {
        ["a wrong route"] = ("AnswerCall", (_, trigger) => trigger["route"] = "twilio/voice/answers"),
        ["another case of a route"] = ("AnswerCall", (_, trigger) => trigger["route"] = "twilio/voice/Answer"),
        ["a wrong method"] = ("ActOnTip", (_, trigger) => trigger["methods"] = new JsonArray("get")),
        ["a renamed binding"] = ("AcceptTip", (_, trigger) => trigger["name"] = "message"),
        ["another type of binding"] = ("AcceptTip", (_, trigger) => trigger["type"] = "queueTrigger"),
        ["another queue"] = ("AcceptTip", (_, trigger) => trigger["queueName"] = "tip"),
        ["another connection"] = ("AcceptTip", (_, trigger) => trigger["connection"] = "Bus"),
        ["several messages at once"] = ("AcceptTip", (_, trigger) => trigger["cardinality"] = "Many"),
        ["another schedule"] = ("SweepOutbox", (_, trigger) => trigger["schedule"] = "0 0 * * * *"),
        ["a lost function"] = ("NoteRecording", (functions, trigger) => functions.Remove(trigger.Parent!.Parent)),
        ["a function in the other room"] =
            ("ShowNumber", (_, trigger) => trigger.Parent!.Parent!["entryPoint"] = "Hotline.Intake.ShowNumber.RunAsync"),
    };

    private static readonly Dictionary<string, Action<JsonObject>> Ungatings = new()
    {
        ["a route that no gate knows"] = trigger => trigger["route"] = "admin/tips/{id}",
        ["a route that only begins like one"] = trigger => trigger["route"] = "reviewers/tips/{id}",
        ["no route at all"] = trigger => trigger.Remove("route"),
        ["a key in the place of a gate"] = trigger => trigger["authLevel"] = "Function",
        ["all methods"] = trigger => trigger.Remove("methods"),
    };

    public static TheoryData<string> Slips => [.. Mutations.Keys];

    public static TheoryData<string> Gaps => [.. Ungatings.Keys];

    private static string[] Table => File.ReadAllLines(FunctionTable.Committed);

    [Fact]
    public void The_published_functions_are_those_of_the_table()
    {
        var functions = FunctionTable.Read(SharedParts.App);
        var differences = FunctionTable.Differences(functions, Table).ToList();
        Assert.True(differences.Count == 0, string.Join('\n', differences));
        Assert.Equal(RoomContainer.Functions.Keys.Order(), functions.Select(function => (string)function!["name"]!).Order());
    }

    [Fact]
    public void Every_published_request_stands_before_a_gate() => Assert.Empty(FunctionTable.Ungated(FunctionTable.Read(SharedParts.App)));

    [Theory]
    [MemberData(nameof(Slips))]
    public void A_mutation_is_a_difference_from_the_table(string mutation)
    {
        var functions = FunctionTable.Read(SharedParts.App);
        var (function, make) = Mutations[mutation];
        make(functions, FunctionTable.TriggerOf(Find(functions, function)));
        Assert.Contains(
            FunctionTable.Differences(functions, Table), difference => difference.Contains($": {function} ", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Gaps))]
    public void A_function_without_a_gate_is_named(string mutation)
    {
        var functions = FunctionTable.Read(SharedParts.App);
        Ungatings[mutation](FunctionTable.TriggerOf(Find(functions, "ShowTip")));
        Assert.Equal(["ShowTip"], FunctionTable.Ungated(functions));
    }

    [Theory]
    [InlineData("ShowTip", "httpTrigger", false)]
    [InlineData("AnswerCall", "httpTrigger", false)]
    [InlineData("AcceptTip", "serviceBusTrigger", false)]
    [InlineData("SomethingNew", "httpTrigger", true)]
    public void What_no_gate_knows_is_refused_by_the_worker_itself(string function, string trigger, bool refused)
    {
        var binding = Mock.Of<BindingMetadata>(metadata => metadata.Type == trigger);
        var definition = Mock.Of<FunctionDefinition>(
            it => it.Name == function && it.InputBindings == ImmutableDictionary<string, BindingMetadata>.Empty.Add("x", binding));
        var context = Mock.Of<FunctionContext>(it => it.FunctionDefinition == definition);
        Assert.Equal(refused, FunctionRoutes.IsUngated(context));
    }

    private static JsonNode Find(JsonArray functions, string name) => functions.Single(function => (string)function!["name"]! == name)!;
}
