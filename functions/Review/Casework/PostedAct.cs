using System.Globalization;
using Hotline.Contracts;
using Hotline.Review.Ledger;
using Hotline.Review.SignIn;
using Microsoft.AspNetCore.Http;

namespace Hotline.Review.Casework;

/// <summary>A posted act on a tip.</summary>
/// <param name="Tip">The tip.</param>
/// <param name="Revision">The revision that the reviewer saw.</param>
/// <param name="Actor">Who, as the journal names them.</param>
/// <param name="Reviewer">Who.</param>
/// <param name="Fields">What was typed and chosen.</param>
public sealed record PostedAct(TipId Tip, int Revision, Actor Actor, Reviewer Reviewer, IReadOnlyDictionary<string, string> Fields)
{
    /// <summary>Reads the posted form: the version of the tip that the reviewer saw, and its fields.</summary>
    public static async Task<PostedAct> ReadAsync(HttpRequest request, string tip, CancellationToken stop)
    {
        var form = await request.ReadFormAsync(stop);
        return new PostedAct(
            TipId.OrNone(tip), int.TryParse(form["version"], CultureInfo.InvariantCulture, out var revision) ? revision : -1,
            request.Actor(), request.Reviewer(),
            form.Where(field => !field.Key.StartsWith("__", StringComparison.Ordinal)).ToDictionary(
                field => field.Key, field => field.Value.ToString()));
    }

    /// <summary>A field's text; empty where it was not sent.</summary>
    public string this[string field] => Fields.GetValueOrDefault(field) ?? "";
}
