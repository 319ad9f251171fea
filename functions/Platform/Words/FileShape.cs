using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hotline.Platform.Words;

/// <summary>Compares a file of <c>line/</c> with the record that it fills.</summary>
internal static class FileShape
{
    /// <summary>What is wrong, a clause each.</summary>
    /// <param name="file">The file.</param>
    /// <param name="type">The record.</param>
    /// <param name="like">The package's own first language, for what the code looks up by names: questions and their choices.</param>
    /// <param name="at">Where in the file; empty for all of it.</param>
    public static IEnumerable<string> Faults(JsonObject file, Type type, JsonObject? like, string at = "")
    {
        var known = type.GetConstructors()[0].GetParameters().Select(parameter => type.GetProperty(parameter.Name!)!)
            .ToDictionary(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name));
        foreach (var extra in file.Select(pair => pair.Key).Where(name => !known.ContainsKey(name)))
            yield return $"take out \"{at}{extra}\"";
        foreach (var (name, property) in known)
            foreach (var fault in Faults(file[name], property, like?[name] as JsonObject, at + name))
                yield return fault;
    }

    /// <summary>All texts of a file, with their names.</summary>
    public static IEnumerable<(string Name, string Text)> Texts(JsonObject file, string at = "") => file.SelectMany(pair =>
        pair.Value is JsonObject inner ? Texts(inner, $"{at}{pair.Key}.") : [($"{at}{pair.Key}", (string)pair.Value!)]);

    private static IEnumerable<string> Faults(JsonNode? value, PropertyInfo property, JsonObject? like, string at)
    {
        if (value is null)
            return new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable && like is null
                ? [] : [$"add \"{at}\""];
        if (property.PropertyType == typeof(string))
            return TextFault(value, property.GetCustomAttribute<HoldsAttribute>()?.Places ?? [], at) is { } fault ? [fault] : [];
        if (property.PropertyType == typeof(IReadOnlyList<string>))
            return value is JsonArray { Count: > 0 } list && list.All(IsText) ? [] : [$"write \"{at}\" as a list of words"];
        if (value is not JsonObject inner)
            return [$"write \"{at}\" as an object"];
        return property.PropertyType.IsGenericType
            ? Entries(inner, property.PropertyType.GetGenericArguments()[1], like, at)
            : Faults(inner, property.PropertyType, like, $"{at}.");
    }

    private static IEnumerable<string> Entries(JsonObject entries, Type type, JsonObject? like, string at)
    {
        foreach (var name in entries.Select(entry => entry.Key).Except((like ?? entries).Select(entry => entry.Key)))
            yield return $"take out \"{at}.{name}\"";
        foreach (var name in (like ?? entries).Select(entry => entry.Key))
            foreach (var fault in EntryFaults(entries[name], type, like?[name] as JsonObject, $"{at}.{name}"))
                yield return fault;
    }

    private static IEnumerable<string> EntryFaults(JsonNode? entry, Type type, JsonObject? like, string at) =>
        type == typeof(string) ? TextFault(entry, [], at) is { } fault ? [fault] : []
        : entry is JsonObject inner ? Faults(inner, type, like, $"{at}.")
        : [$"add \"{at}\""];

    private static string? TextFault(JsonNode? value, IReadOnlyList<string> places, string at)
    {
        if (value is null)
            return $"add \"{at}\"";
        if (!IsText(value))
            return $"write \"{at}\" as words";
        var found = TextPlaces.In((string)value!).ToHashSet();
        return found.SetEquals(places) ? null
            : places.Count == 0 ? $"take the braces out of \"{at}\""
            : $"write each of {string.Join(", ", places.Select(place => $"{{{place}}}"))} in \"{at}\", and nothing else in braces";
    }

    private static bool IsText(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String
        && (string)value! is var text && !string.IsNullOrWhiteSpace(text) && !text.Any(letter => char.IsControl(letter) && letter != '\n');
}
