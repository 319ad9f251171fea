using System.Reflection;

namespace Hotline.Platform.Words;

/// <summary>Texts that are also looked up by a name that comes as data, such as a state.</summary>
public abstract record TextSet
{
    private const BindingFlags AnyCase = BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase;

    /// <summary>The text of that name.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public string this[string name] => GetType().GetProperty(name, AnyCase)?.GetValue(this) as string
        ?? throw new InvalidOperationException($"No text is called {name}.");
}
