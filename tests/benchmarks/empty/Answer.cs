using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Empty;

public sealed class Answer
{
    [Function(nameof(Answer))]
    public IActionResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "answer")] HttpRequest request) =>
        new ContentResult { Content = "<Response/>", ContentType = "text/xml" };
}
