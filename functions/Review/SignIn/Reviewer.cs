using Hotline.Review.Ledger;
using Microsoft.AspNetCore.Http;

namespace Hotline.Review.SignIn;

/// <summary>Who is signed in.</summary>
/// <param name="Id">The lasting id at the issuer.</param>
/// <param name="Name">The name to show.</param>
/// <param name="Roles">What they may do.</param>
/// <param name="Since">When they last proved who they are.</param>
/// <param name="Expires">When their token runs out.</param>
public sealed record Reviewer(string Id, string Name, IReadOnlySet<Role> Roles, DateTimeOffset Since, DateTimeOffset Expires)
{
    /// <summary>Whether they read and work tips.</summary>
    public bool WorksTips => Roles.Contains(Role.Reviewer) || IsSupervisor;

    /// <summary>Whether they give tips to others.</summary>
    public bool IsSupervisor => Roles.Contains(Role.Supervisor);
}

/// <summary>Who makes a request, once the gate has let it in.</summary>
public static class ReviewerRequest
{
    /// <summary>The signed-in person.</summary>
    /// <exception cref="InvalidOperationException">The gate has not seen this request.</exception>
    public static Reviewer Reviewer(this HttpRequest request) =>
        request.HttpContext.Features.Get<Reviewer>() ?? throw new InvalidOperationException("The gate has not seen this request.");

    /// <summary>Their session.</summary>
    /// <exception cref="InvalidOperationException">The gate has not seen this request.</exception>
    public static Session Session(this HttpRequest request) =>
        request.HttpContext.Features.Get<Session>() ?? throw new InvalidOperationException("The gate has not seen this request.");

    /// <summary>The signed-in person as the journal names them, with the address of the request.</summary>
    public static Actor Actor(this HttpRequest request) =>
        new(request.Reviewer().Id, request.Reviewer().Name, request.HttpContext.Connection.RemoteIpAddress?.ToString());
}
