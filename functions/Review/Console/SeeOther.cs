using System.Text;
using Microsoft.AspNetCore.Http;

namespace Hotline.Review.Console;

/// <summary>
/// The answer to a form that was taken: look there (https://www.rfc-editor.org/rfc/rfc9110#name-303-see-other), so that a reload posts
/// nothing.
/// </summary>
/// <param name="address">The path, with its query; whatever a header can't hold is encoded.</param>
public sealed class SeeOther(string address) : IResult
{
    /// <summary>Leads to a page of ours.</summary>
    public static IResult To(string address) => new SeeOther(address);

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = Encoded(address);
        return Task.CompletedTask;
    }

    private static string Encoded(string address)
    {
        if (address.All(character => character is > ' ' and < '\u007f'))
            return address;
        var text = new StringBuilder(address.Length + 16);
        foreach (var rune in address.EnumerateRunes())
            text.Append(rune.Value is > ' ' and < 0x7f ? rune.ToString() : Uri.EscapeDataString(rune.ToString()));
        return text.ToString();
    }
}
