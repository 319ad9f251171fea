using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Hotline.Intake.WebForm;

/// <summary>The two pages that come before anything is known: the empty form, and the one that asks for a receipt.</summary>
public sealed class FormPages(IOptions<WebFormOptions> options)
{
    /// <summary>The empty form, under a submission id of its own.</summary>
    public IResult Report(FormWords words) =>
        FormPageResult.Of(new ReportModel(words, ReportFields.New(), [], [], false, options.Value.LeaveTo));

    /// <summary>Asks for a receipt.</summary>
    /// <param name="words">The language.</param>
    /// <param name="status">The answer's status.</param>
    /// <param name="errors">The names of the texts that say what was wrong with the one before.</param>
    public IResult Return(FormWords words, int status = StatusCodes.Status200OK, params string[] errors) => FormPageResult.Of(
        new ReturnModel(words, [.. errors.Select(error => new FormError("code", error))], options.Value.LeaveTo), status);
}
