using System.Text.RegularExpressions;

namespace Hotline.Platform.Settings;

/// <summary>A setting is missing or wrong; its message says how to mend it, and the process does not start.</summary>
public sealed partial class SettingException(string reason, Exception? cause = null) : Exception(reason, cause)
{
    /// <summary>
    /// What the binder says of a value that it can't read, said so that it helps and without the value, which may be a secret in the wrong
    /// place; null for any other failure.
    /// </summary>
    public static SettingException? Of(InvalidOperationException failure) => Unreadable().Match(failure.Message) is { Success: true } said
        ? new SettingException(
            $"Set {said.Groups[1].Value} to {Shape(said.Groups[2].Value)}: what is there now can't be read as that.", failure)
        : null;

    private static string Shape(string type) => type switch
    {
        "System.TimeSpan" => "a length of time, such as 00:15:00",
        "System.Int32" => "a whole number",
        "System.Boolean" => "true or false",
        "System.Uri" => "an address",
        _ => $"one of the words of {type.Split('.')[^1]} that the documentation lists",
    };

    // https://github.com/dotnet/runtime/blob/main/src/libraries/Microsoft.Extensions.Configuration.Binder/src/Resources/Strings.resx
    [GeneratedRegex(
        "^Failed to convert configuration value .*?at '([^']+)' to type '(?:System\\.Nullable`1\\[)?([^'\\]]+)\\]?'",
        RegexOptions.Singleline)]
    private static partial Regex Unreadable();
}
