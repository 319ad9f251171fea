using Hotline.Contracts;
using Hotline.Review.Console;
using Hotline.Review.Ledger;
using Microsoft.AspNetCore.Http;

namespace Hotline.Review.Casework;

/// <summary>
/// Takes what is posted on a tip: done, it leads back to the tip; refused, it shows the tip as it is now and keeps what was typed.
/// </summary>
public sealed class TipActs(TipPages pages)
{
    /// <summary>Takes a form.</summary>
    /// <param name="request">The post.</param>
    /// <param name="tip">The tip's id, from the route.</param>
    /// <param name="act">The act's name in the route, by which the draft's fields are found again.</param>
    /// <param name="take">Does it.</param>
    /// <param name="stop">Cuts it short.</param>
    public async Task<IResult> TakeAsync(HttpRequest request, string tip, string act, Func<TipForm, Task> take, CancellationToken stop)
    {
        var form = await TipForm.ReadAsync(request, tip, stop);
        try
        {
            await take(form);
            return SeeOther.To($"/review/tips/{tip}");
        }
        catch (ConflictException e)
        {
            var draft = form.Fields.ToDictionary(field => $"{act}.{field.Key}", field => field.Value);
            // A page has a form for each transcript.
            if (form["part"].Length > 0)
                draft[$"{act}.{form["part"]}"] = form["text"];
            return await pages.ShowAsync(request, new TipId(tip), e.Message, form.Revision, draft, null, stop);
        }
    }
}
