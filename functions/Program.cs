using Hotline.Intake.WebForm;
using Hotline.Platform.Http;
using Hotline.Platform.Settings;
using Hotline.Platform.Twilio;
using Hotline.Platform.Words;
using Hotline.Review.Console;
using Hotline.Rooms;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

try
{
    var builder = FunctionsApplication.CreateBuilder(args);
    builder.ConfigureFunctionsWebApplication();

    builder.AddTelemetry();
    builder.UseWhen<AnswerFailures>(FunctionRoutes.IsHttp);
    builder.UseWhen<BoundRequest>(FunctionRoutes.IsHttp);
    builder.UseWhen<TwilioGate>(context => FunctionRoutes.IsUnder(context, "twilio"));
    builder.UseWhen<ReviewerGate>(context => FunctionRoutes.IsUnder(context, "review"));
    builder.UseWhen<FormGate>(context => FunctionRoutes.IsUnder(context, "report") || FunctionRoutes.IsUnder(context, "receipt"));
    builder.UseWhen<RefuseUngated>(FunctionRoutes.IsUngated);

    builder.Services.AddHosting(builder.Configuration);
    _ = builder.Configuration["Hotline:Room"] switch
    {
        nameof(Room.Intake) => builder.Services.AddIntakeRoom(builder.Configuration),
        nameof(Room.Review) => builder.Services.AddReviewRoom(builder.Configuration),
        _ => throw new SettingException("Set Hotline:Room to Intake or Review: one process is one room."),
    };

    using var host = builder.Build();
    // What is wrong in the folder line/ stops the start.
    host.Services.GetRequiredService<Languages>();
    await host.RunAsync();
    return 0;
}
catch (Exception e) when (e is OptionsValidationException or SettingException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
catch (InvalidOperationException e) when (SettingException.Of(e) is { } unreadable)
{
    await Console.Error.WriteLineAsync(unreadable.Message);
    return 1;
}
catch (AggregateException several) when (several.InnerExceptions.All(e => e is OptionsValidationException))
{
    foreach (var message in several.InnerExceptions.Select(e => e.Message).Distinct())
        await Console.Error.WriteLineAsync(message);
    return 1;
}
