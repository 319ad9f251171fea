using System.Reflection;
using System.Xml.Linq;

namespace Hotline.Tests.Repository;

/// <summary>The documentation of <c>functions/</c>. That a public member has one at all, the compiler holds.</summary>
public sealed class DocumentationTests
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    [Fact]
    public void Where_one_parameter_is_described_all_are_but_the_token_that_stops()
    {
        var assembly = typeof(Hotline.Contracts.TipId).Assembly;
        var documented = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member")
            .Where(member => member.Attribute("name")!.Value.StartsWith("M:Hotline.", StringComparison.Ordinal) && member.Elements("param").Any())
            .Select(member => (
                Name: member.Attribute("name")!.Value,
                Parameters: member.Elements("param").Select(param => param.Attribute("name")!.Value).ToHashSet()))
            .ToList();
        var methods = assembly.GetTypes().SelectMany(type => type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)))
            .ToLookup(NameOf);
        Assert.InRange(documented.Count, 50, int.MaxValue);
        Assert.Empty(documented.Where(one => !methods[one.Name.Split('(')[0].Split("``")[0]].Any(method => Describes(one.Parameters, method)))
            .Select(one => one.Name));
    }

    private static bool Describes(HashSet<string> described, MethodBase method)
    {
        var parameters = method.GetParameters();
        return described.IsSubsetOf(parameters.Select(parameter => parameter.Name!))
            && parameters.All(parameter => parameter.ParameterType == typeof(CancellationToken) || described.Contains(parameter.Name!));
    }

    private static string NameOf(MethodBase method) =>
        $"M:{method.DeclaringType!.FullName!.Replace('+', '.')}.{(method.IsConstructor ? "#ctor" : method.Name)}";
}
