namespace Hotline.Intake.WebForm;

/// <summary>Where a receipt can be used, as its page says.</summary>
/// <param name="Address">The address of the page that asks for it.</param>
/// <param name="Numbers">The numbers to call or text; empty where the settings name none.</param>
public sealed record ReceiptPlaces(string Address, IReadOnlyList<string> Numbers)
{
    /// <summary>A number in E.164 as people read it, such as <c>+1 500-555-0100</c>.</summary>
    public static string Spaced(string number) =>
        number is ['+', '1', ..] && number.Length == 12 ? $"+1 {number[2..5]}-{number[5..8]}-{number[8..]}" : number;
}
