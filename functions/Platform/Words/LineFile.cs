namespace Hotline.Platform.Words;

/// <summary><c>line.json</c>: whose line it is.</summary>
/// <param name="Name">What the line is called.</param>
/// <param name="Operator">Who runs it.</param>
/// <param name="Number">Its number in E.164, as the form shows it; left out: the numbers of the settings <c>Hotline:Lines</c>.</param>
/// <param name="Logo">A file beside this one, <c>.svg</c> or <c>.png</c>; left out: none is shown.</param>
/// <param name="TimeZone">Its time zone in the IANA database, such as <c>America/Chicago</c>.</param>
/// <param name="EmergencyNumber">What to call in an emergency; each channel's words must name it.</param>
/// <param name="Languages">The folders of its languages; the first is spoken to whoever has chosen none.</param>
public sealed record LineFile(
    string Name, string Operator, string? Number, string? Logo, string TimeZone, string EmergencyNumber, IReadOnlyList<string> Languages);
