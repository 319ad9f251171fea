using Hotline.Contracts;
using Hotline.Intake.Receipts;
using Hotline.Platform.Words;

namespace Hotline.Intake.WebForm;

/// <summary>What the form's page shows.</summary>
/// <param name="Words">Its language.</param>
/// <param name="Fields">What is filled in.</param>
/// <param name="Errors">What must be mended.</param>
/// <param name="Refused">The files that can't be taken.</param>
/// <param name="FilesLost">Whether files came that must be chosen again.</param>
/// <param name="LeaveTo">Where "Leave this page" leads.</param>
public sealed record ReportModel(
    Language Words, ReportFields Fields, IReadOnlyList<FormError> Errors, IReadOnlyList<RefusedFile> Refused, bool FilesLost, Uri LeaveTo);

/// <summary>What a reporter sees when the report is stored.</summary>
/// <param name="Words">The language.</param>
/// <param name="Secret">The submission's secret, by which the receipt can be fetched; null where none can be.</param>
/// <param name="Code">The receipt, shown this once; null while none is ready.</param>
/// <param name="Refused">The files that were not taken.</param>
/// <param name="LeaveTo">Where "Leave this page" leads.</param>
public sealed record TakenModel(
    Language Words, string? Secret, ReceiptCode? Code, IReadOnlyList<RefusedFile> Refused, Uri LeaveTo);

/// <summary>What the page shows that asks for a receipt.</summary>
/// <param name="Words">Its language.</param>
/// <param name="Errors">What must be mended.</param>
/// <param name="Typed">What was typed for a receipt.</param>
/// <param name="Answer">What was to be added with it; null where nothing was.</param>
/// <param name="FilesLost">Whether files came that must be chosen again.</param>
/// <param name="LeaveTo">Where "Leave this page" leads.</param>
public sealed record ReturnModel(
    Language Words, IReadOnlyList<FormError> Errors, string? Typed, ReportFields? Answer, bool FilesLost, Uri LeaveTo)
{
    /// <summary>Says nothing of what was typed, so that no log can hold it.</summary>
    public override string ToString() => "a page that asks for a receipt";
}

/// <summary>How a report stands, as its receipt opens it.</summary>
/// <param name="Words">The language.</param>
/// <param name="Code">The receipt, for the form below; it stands in the page's hidden field and nowhere else.</param>
/// <param name="Opened">What the code opened.</param>
/// <param name="Fields">What is filled in below.</param>
/// <param name="Errors">What must be mended.</param>
/// <param name="Refused">The files that were not taken.</param>
/// <param name="FilesLost">Whether files came that must be chosen again.</param>
/// <param name="IsTaken">Whether an answer was just stored.</param>
/// <param name="Added">What was just stored.</param>
/// <param name="LeaveTo">Where "Leave this page" leads.</param>
public sealed record StatusModel(
    Language Words, ReceiptCode Code, ReceiptOpening Opened, ReportFields Fields, IReadOnlyList<FormError> Errors,
    IReadOnlyList<RefusedFile> Refused,
    bool FilesLost, bool IsTaken, IReadOnlyList<ReceivedPart> Added, Uri LeaveTo);
