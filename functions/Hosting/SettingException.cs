namespace Hotline.Hosting;

/// <summary>A setting is missing or wrong; its message says how to mend it, and the process does not start.</summary>
public sealed class SettingException(string reason) : Exception(reason);
