using System.Reflection;
using Hotline.Platform.Http;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Tests.Hosting;

/// <summary>What holds for every function, whoever adds it.</summary>
public sealed class FunctionTests
{
    private static readonly string[] Gated = ["twilio", "review", .. FunctionRoutes.Public];

    [Fact]
    public void Every_route_lies_under_a_gate() =>
        Assert.All(Http(), function => Assert.Contains(
            Gated, gate => function.Trigger.Route == gate || function.Trigger.Route!.Split('/')[0] == gate));

    [Fact]
    public void Every_http_function_states_its_level_and_its_methods()
    {
        var source = Directory.EnumerateFiles(Path.Combine(Oracle.Root, "functions"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText).ToList();
        Assert.Equal(
            source.Sum(text => text.Split("[HttpTrigger(").Length - 1),
            source.Sum(text => text.Split("[HttpTrigger(AuthorizationLevel.").Length - 1));
        Assert.All(Http(), function =>
        {
            Assert.Equal(AuthorizationLevel.Anonymous, function.Trigger.AuthLevel);
            Assert.NotEmpty(function.Trigger.Methods ?? []);
        });
    }

    [Fact]
    public void What_answers_get_answers_head() => Assert.All(
        Http(), function => Assert.Equal(function.Trigger.Methods!.Contains("get"), function.Trigger.Methods!.Contains("head")));

    [Fact]
    public void No_name_and_no_route_is_there_twice()
    {
        Assert.Equal(All().Count, All().Select(function => function.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        var routes = Http().SelectMany(f => f.Trigger.Methods!.Select(method => $"{method} {f.Trigger.Route}".ToUpperInvariant())).ToList();
        Assert.Equal(routes.Count, routes.Distinct().Count());
    }

    [Fact]
    public void A_function_is_named_as_its_class_and_file() => Assert.All(All(), function =>
    {
        Assert.Equal(function.Type.Name, function.Name);
        Assert.Single(Directory.EnumerateFiles(Path.Combine(Oracle.Root, "functions"), $"{function.Name}.cs", SearchOption.AllDirectories));
    });

    private static List<(Type Type, MethodInfo Method, string Name)> All() =>
    [
        .. from type in typeof(FunctionRoutes).Assembly.GetTypes()
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
           let function = method.GetCustomAttribute<FunctionAttribute>()
           where function is not null
           select (type, method, function.Name),
    ];

    private static IEnumerable<(string Name, HttpTriggerAttribute Trigger)> Http() =>
        from function in All()
        from parameter in function.Method.GetParameters()
        let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
        where trigger is not null
        select (function.Name, trigger);
}
