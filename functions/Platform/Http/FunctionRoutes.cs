using System.Collections.Frozen;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Platform.Http;

/// <summary>
/// The routes of the HTTP functions, by which gates are chosen: the function's own route, not the path that a client wrote, whose case
/// and slashes could differ.
/// </summary>
public static class FunctionRoutes
{
    /// <summary>What needs no gate: public pages, with limits of their own.</summary>
    public static IReadOnlyList<string> Public { get; } = ["report", "receipt", "health", LeadOn.Route];

    private static readonly FrozenDictionary<string, string> Routes = Find().ToFrozenDictionary();

    /// <summary>Whether a function is started by a request.</summary>
    public static bool IsHttp(FunctionContext context) =>
        context.FunctionDefinition.InputBindings.Values.Any(
            binding => binding.Type.Equals("httpTrigger", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a function is started by a timer.</summary>
    public static bool IsTimer(FunctionContext context) =>
        context.FunctionDefinition.InputBindings.Values.Any(
            binding => binding.Type.Equals("timerTrigger", StringComparison.OrdinalIgnoreCase));

    /// <summary>The route of an HTTP function, its parameters as names.</summary>
    public static string? Of(string function) => Routes.GetValueOrDefault(function);

    /// <summary>Whether an HTTP function's route begins with this prefix.</summary>
    public static bool IsUnder(FunctionContext context, string prefix) =>
        Routes.TryGetValue(context.FunctionDefinition.Name, out var route) && Begins(route, prefix);

    /// <summary>Whether an HTTP function stands behind no gate at all, known here or not: it must answer nothing.</summary>
    public static bool IsUngated(FunctionContext context) =>
        IsHttp(context) && !IsUnder(context, "twilio") && !IsUnder(context, "review") && !Public.Any(prefix => IsUnder(context, prefix));

    private static bool Begins(string route, string prefix) =>
        route.StartsWith(prefix, StringComparison.Ordinal) && (route.Length == prefix.Length || route[prefix.Length] == '/');

    private static IEnumerable<KeyValuePair<string, string>> Find() =>
        from type in typeof(FunctionRoutes).Assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        let function = method.GetCustomAttribute<FunctionAttribute>()
        where function is not null
        from parameter in method.GetParameters()
        let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
        where trigger is not null
        select KeyValuePair.Create(function.Name, trigger.Route ?? function.Name);
}
