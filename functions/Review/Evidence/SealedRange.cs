using System.Security.Cryptography;
using Azure;
using Hotline.Contracts;
using Hotline.Review.Files;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Hotline.Review.Evidence;

/// <summary>
/// Answers with sealed evidence, opened: whole, or the one range that was asked for (https://www.rfc-editor.org/rfc/rfc9110#section-14).
/// Only the regions that the range lies in are read.
/// </summary>
/// <param name="evidence">The container.</param>
/// <param name="content">What is served.</param>
/// <param name="contentType">As what it is served.</param>
/// <param name="download">The name to save it under; null to show it.</param>
public sealed class SealedRange(EvidenceReader evidence, EvidenceContent content, string contentType, string? download) : IResult
{
    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response, stop) = (httpContext.Request, httpContext.Response, httpContext.RequestAborted);
        response.ContentType = contentType;
        response.Headers.AcceptRanges = "bytes";
        if (download is not null)
        {
            var disposition = new ContentDispositionHeaderValue("attachment");
            disposition.SetHttpFileName(download);
            response.Headers.ContentDisposition = disposition.ToString();
        }

        try
        {
            if (await evidence.IsWholeAsync(content, stop))
                await ServeAsync(request, response, stop);
            else
                await GoneAsync(response, "The evidence is not what was sealed: its size differs.", stop);
        }
        catch (RequestFailedException e) when (e.Status == StatusCodes.Status404NotFound)
        {
            await GoneAsync(response, "The evidence is not there any more.", stop);
        }
        catch (CryptographicException) when (!response.HasStarted)
        {
            // Once something was sent, the answer is cut off instead: nobody takes it for the whole.
            await GoneAsync(response, "The evidence is not what was sealed: it was changed.", stop);
        }
    }

    private static Task GoneAsync(HttpResponse response, string reason, CancellationToken stop)
    {
        response.Headers.ContentRange = default;
        response.ContentLength = null;
        response.StatusCode = StatusCodes.Status410Gone;
        response.ContentType = "text/plain";
        return response.WriteAsync($"{reason}\n", stop);
    }

    private async Task ServeAsync(HttpRequest request, HttpResponse response, CancellationToken stop)
    {
        var (from, to) = (0L, content.Length - 1);
        if (request.GetTypedHeaders().Range is { Ranges: { Count: 1 } ranges })
        {
            var range = ranges.Single();
            from = range.From ?? Math.Max(0, content.Length - range.To!.Value);
            to = range.From is null ? content.Length - 1 : Math.Min(range.To ?? long.MaxValue, content.Length - 1);
            if (from >= content.Length)
            {
                response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
                response.Headers.ContentRange = new ContentRangeHeaderValue(content.Length).ToString();
                return;
            }

            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = new ContentRangeHeaderValue(from, to, content.Length).ToString();
        }

        response.ContentLength = to - from + 1;
        if (HttpMethods.IsHead(request.Method) || response.ContentLength == 0)
            return;
        await using var stream = await evidence.OpenAsync(content, new HttpRange(from, to - from + 1), stop);
        await stream.CopyToAsync(response.Body, stop);
    }
}
