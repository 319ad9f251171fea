using Hotline.Contracts;
using Hotline.Review.Console;
using Hotline.Review.Ledger;
using Microsoft.AspNetCore.Http;

namespace Hotline.Review.Casework;

/// <summary>
/// Takes what is posted on a tip: done, it leads back to the tip; refused, it shows the tip as it is now and keeps what was typed.
/// </summary>
public sealed class TipFormPost(TipPages pages)
{
    /// <summary>Takes a form.</summary>
    /// <param name="request">The post.</param>
    /// <param name="tip">The tip's id, from the route.</param>
    /// <param name="act">What is done.</param>
    /// <param name="take">Does it.</param>
    public async Task<IResult> TakeAsync(HttpRequest request, string tip, TipAct act, Func<PostedAct, Task> take, CancellationToken stop)
    {
        var form = await PostedAct.ReadAsync(request, tip, stop);
        try
        {
            await take(form);
            return SeeOther.To($"/review/tips/{tip}");
        }
        catch (ConflictException e)
        {
            var fields = new Dictionary<string, string>(form.Fields);
            // A page has a form for each transcript.
            if (form["part"].Length > 0)
                fields[form["part"]] = form["text"];
            return await pages.ShowAsync(request, TipId.OrNone(tip), e.Message, form.Revision, new TipDraft(act, fields), null, stop);
        }
    }
}
