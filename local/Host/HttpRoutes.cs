using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;

namespace Hotline.Local.Host;

/// <summary>Which HTTP function answers a path: literal routes by one look-up, others by their templates, most literal first.</summary>
internal sealed class HttpRoutes
{
    private readonly FrozenDictionary<string, FunctionInfo[]> literal;
    private readonly (TemplateMatcher Matcher, FunctionInfo Function)[] templates;

    public HttpRoutes(IEnumerable<FunctionInfo> functions, string prefix)
    {
        var routes = functions.Where(f => f.Type == FunctionInfo.Http)
            .Select(f => (Route: Prefixed(prefix, (string?)f.Binding["route"] ?? f.Name), Function: f)).ToList();
        literal = routes.Where(r => !r.Route.Contains('{')).GroupBy(r => $"/{r.Route}", StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(g => g.Key, g => g.Select(r => r.Function).ToArray(), StringComparer.OrdinalIgnoreCase);
        templates = [.. routes.Where(r => r.Route.Contains('{')).Select(r => (Template: TemplateParser.Parse(r.Route), r.Function))
            .OrderBy(r => RoutePrecedence.ComputeInbound(r.Template)).Select(r => (new TemplateMatcher(r.Template, []), r.Function))];
    }

    /// <summary>The function for this request and its route values; null where there is none.</summary>
    public (FunctionInfo Function, RouteValueDictionary Values)? Find(HttpRequest request)
    {
        if (literal.TryGetValue(request.Path.Value!, out var candidates))
            foreach (var function in candidates)
                if (Takes(function, request.Method))
                    return (function, []);
        foreach (var (matcher, function) in templates)
        {
            var values = new RouteValueDictionary();
            if (Takes(function, request.Method) && matcher.TryMatch(request.Path, values))
                return (function, values);
        }

        return null;
    }

    private static bool Takes(FunctionInfo function, string method)
    {
        if (function.Binding["methods"] is not System.Text.Json.Nodes.JsonArray { Count: > 0 } methods)
            return true;
        foreach (var allowed in methods)
            if (string.Equals((string?)allowed, method, StringComparison.OrdinalIgnoreCase))
                return true;
        return false;
    }

    private static string Prefixed(string prefix, string route) => prefix.Length == 0 ? route.TrimStart('/') : $"{prefix}/{route.TrimStart('/')}";
}
