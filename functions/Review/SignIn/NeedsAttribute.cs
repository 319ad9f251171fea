using System.Collections.Frozen;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Hotline.Review.SignIn;

/// <summary>Says on a function under <c>review/</c> who may call it; without it, nobody may.</summary>
/// <param name="roles">Any of these.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NeedsAttribute(params Role[] roles) : Attribute
{
    private static readonly FrozenDictionary<string, IReadOnlyList<Role>> Needs = (
        from type in typeof(NeedsAttribute).Assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        let function = method.GetCustomAttribute<FunctionAttribute>()
        let needs = method.GetCustomAttribute<NeedsAttribute>()
        where function is not null && needs is not null
        select KeyValuePair.Create(function.Name, needs.Roles)).ToFrozenDictionary();

    /// <summary>Any of these may call it.</summary>
    public IReadOnlyList<Role> Roles => roles;

    /// <summary>Who may call a function; nobody where it does not say.</summary>
    public static IReadOnlyList<Role> Of(string function) => Needs.GetValueOrDefault(function) ?? [];
}
