using Hotline.Intake.Lines;
using Hotline.Platform.Settings;
using Hotline.Platform.Words;
using Microsoft.Extensions.Options;

namespace Hotline.Intake.WebForm;

/// <summary>Where a reporter reaches the line, and can use a receipt.</summary>
public sealed class ReceiptPlaces(IOptions<LinesOptions> lines, IOptions<HotlineOptions> hotline, Languages languages)
{
    /// <summary>The address of the page that asks for a receipt.</summary>
    public string Address { get; } = $"{hotline.Value.PublicUrl!.GetLeftPart(UriPartial.Authority)}/{OpenReport.Route}";

    /// <summary>The numbers to call or text; empty where neither <c>line.json</c> nor the settings name one.</summary>
    public IReadOnlyList<string> Numbers { get; } =
        [.. languages.First.Line.Number is { } own ? [Spaced(own)] : lines.Value.Lines.Select(line => Spaced(line.Number))];

    /// <summary>The numbers in a row.</summary>
    public string AllNumbers => string.Join(" · ", Numbers);

    /// <summary>A number in E.164 as people read it, such as <c>+1 500-555-0100</c>.</summary>
    public static string Spaced(string number) =>
        number is ['+', '1', ..] && number.Length == 12 ? $"+1 {number[2..5]}-{number[5..8]}-{number[8..]}" : number;
}
