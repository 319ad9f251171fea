using Hotline.Intake.Receipts;
using Hotline.Platform.Words;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Hotline.Intake.WebForm;

/// <summary>The pages that show no report: the empty form, the one that asks for a receipt, and the one that shows it.</summary>
public sealed class FormPages(IOptions<WebFormOptions> options, Languages languages)
{
    /// <summary>The language in which a page is asked for.</summary>
    public Language LanguageOf(string? code, HttpRequest request) => languages.Of(code, request);

    /// <summary>The empty form, under a submission id of its own.</summary>
    public IResult Report(Language words) =>
        FormPageResult.Of(new ReportModel(words, ReportFields.New(), [], [], false, options.Value.LeaveTo));

    /// <summary>A report is stored.</summary>
    /// <param name="words">The language.</param>
    /// <param name="secret">The submission's secret, by which the receipt can be fetched; null where none can be.</param>
    /// <param name="code">The receipt; null while none is ready.</param>
    /// <param name="refused">The files that were not taken.</param>
    /// <param name="status">The answer's status.</param>
    public IResult Taken(
        Language words, string? secret, ReceiptCode? code, IReadOnlyList<RefusedFile> refused, int status = StatusCodes.Status200OK) =>
        FormPageResult.Of(new TakenModel(words, secret, code, refused, options.Value.LeaveTo), status);

    /// <summary>Asks for a receipt.</summary>
    public IResult Return(Language words) => Return(words, null, StatusCodes.Status200OK);

    /// <summary>Asks for a receipt again, with all that was typed.</summary>
    /// <param name="words">The language.</param>
    /// <param name="sent">What came; null where nothing did.</param>
    /// <param name="status">The answer's status.</param>
    /// <param name="errors">What was wrong with it.</param>
    public IResult Return(Language words, Submission? sent, int status, params FormError[] errors)
    {
        var typed = sent?["code"];
        return FormPageResult.Of(
            new ReturnModel(
                words, errors, typed?.Length > TypedCode.MaxCharacters ? typed[..TypedCode.MaxCharacters] : typed,
                sent?["add"] is null ? null : ReportFields.Of(sent), sent?.FilesSent > 0, options.Value.LeaveTo),
            status);
    }
}
