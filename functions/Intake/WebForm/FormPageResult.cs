using Hotline.Intake.WebForm.Pages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hotline.Intake.WebForm;

/// <summary>Makes the answers that are pages.</summary>
public static class FormPageResult
{
    /// <summary>The form.</summary>
    public static IResult Of(ReportModel model, int status = StatusCodes.Status200OK) => Page<ReportPage>(model, status);

    /// <summary>The report is stored.</summary>
    public static IResult Of(TakenModel model, int status = StatusCodes.Status200OK) => Page<TakenPage>(model, status);

    /// <summary>The page that asks for a receipt.</summary>
    public static IResult Of(ReturnModel model, int status = StatusCodes.Status200OK) => Page<ReturnPage>(model, status);

    /// <summary>How a report stands.</summary>
    public static IResult Of(StatusModel model, int status = StatusCodes.Status200OK) => Page<StatusPage>(model, status);

    private static RazorComponentResult<TPage> Page<TPage>(object model, int status)
        where TPage : IComponent => new(new { Model = model }) { StatusCode = status, PreventStreamingRendering = true };
}
