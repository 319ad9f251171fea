using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Hotline.Local.SignIn;

/// <summary>
/// Stands before the review app as App Service Authentication does (https://learn.microsoft.com/azure/app-service/overview-authentication-authorization):
/// takes out whatever headers a client made up, and passes on the token of whoever is signed in. On loopback only: nobody proves who they are.
/// </summary>
internal sealed class LocalSignIn(TokenIssuer issuer, TimeProvider time)
{
    private const string Cookie = "LocalAuthSession";
    private readonly ConcurrentDictionary<string, Session> sessions = new();

    /// <summary>Answers <c>/.auth/…</c> itself, and passes on everything else.</summary>
    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        if (http.Connection.LocalIpAddress is not { } address || !IPAddress.IsLoopback(address))
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        foreach (var name in http.Request.Headers.Keys.Where(name => name.StartsWith("X-MS-", StringComparison.OrdinalIgnoreCase)).ToList())
            http.Request.Headers.Remove(name);
        if (http.Request.Path.StartsWithSegments("/.auth", out var rest))
        {
            await AnswerAsync(http, rest.Value ?? "");
            return;
        }

        if (Current(http) is { } session)
            http.Request.Headers["X-MS-TOKEN-AAD-ID-TOKEN"] = session.Token;
        await next(http);
    }

    private Task AnswerAsync(HttpContext http, string path) => (http.Request.Method, path) switch
    {
        ("GET", "/login/aad") => Page(http).ExecuteAsync(http),
        ("POST", "/login/aad") => SignInAsync(http),
        ("GET", "/refresh") or ("POST", "/refresh") => Refresh(http).ExecuteAsync(http),
        ("GET", "/me") => Results.Json(Current(http) is { } session
            ? new object[] { new { provider_name = "aad", user_id = session.Person.Name, id_token = session.Token } } : []).ExecuteAsync(http),
        ("GET", "/logout") => SignOut(http).ExecuteAsync(http),
        _ => Results.NotFound().ExecuteAsync(http),
    };

    private async Task SignInAsync(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (Person.All.FirstOrDefault(person => person.Id == form["person"]) is not { } who)
        {
            await Page(http).ExecuteAsync(http);
            return;
        }

        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        var now = time.GetUtcNow();
        sessions[id] = new Session(who, now, issuer.Issue(who, now));
        http.Response.Cookies.Append(Cookie, id, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/" });
        await Results.Redirect(Local(http.Request.Query["post_login_redirect_uri"])).ExecuteAsync(http);
    }

    private IResult Refresh(HttpContext http)
    {
        if (Current(http) is not { } session)
            return Results.Unauthorized();
        sessions[http.Request.Cookies[Cookie]!] = session with { Token = issuer.Issue(session.Person, session.Since) };
        return Results.Ok();
    }

    private IResult SignOut(HttpContext http)
    {
        if (http.Request.Cookies[Cookie] is { } id)
            sessions.TryRemove(id, out _);
        http.Response.Cookies.Delete(Cookie);
        return Results.Redirect(Local(http.Request.Query["post_logout_redirect_uri"]));
    }

    private Session? Current(HttpContext http) => http.Request.Cookies[Cookie] is { } id ? sessions.GetValueOrDefault(id) : null;

    private static string Local(string? target) => target is ['/', not '/' and not '\\', ..] ? target : "/review/tips";

    private static IResult Page(HttpContext http)
    {
        var target = Uri.EscapeDataString(Local(http.Request.Query["post_login_redirect_uri"]));
        var people = string.Concat(Person.All.Select(person => $"""
            <button name="person" value="{person.Id}"><b>{person.Name}</b><span>{string.Join(", ", person.Roles)}</span></button>
            """));
        return Results.Content($$"""
            <!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>Sign in · Hotline on this machine</title>
            <style>
              :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
              body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: light-dark(#f4f5f7, #14161a); color: light-dark(#1c1f24, #e6e8eb) }
              main { width: min(24rem, 90vw) } h1 { font-size: 1.25rem; margin: 0 0 .25rem } p { margin: 0 0 1.25rem; color: light-dark(#545b66, #a2aab5) }
              button { display: flex; justify-content: space-between; width: 100%; padding: .8rem 1rem; margin: 0 0 .5rem; font: inherit; text-align: left; cursor: pointer;
                border: 1px solid light-dark(#d5d9df, #30353d); border-radius: .6rem; background: light-dark(#fff, #1c1f25); color: inherit }
              button:hover, button:focus-visible { border-color: light-dark(#2857c9, #7aa2ff); outline: 2px solid light-dark(#2857c9, #7aa2ff); outline-offset: 1px }
              span { color: light-dark(#545b66, #a2aab5) }
            </style>
            <main><h1>Sign in</h1><p>On this machine anyone may be anyone. In Azure, this page is your organisation's.</p>
            <form method="post" action="/.auth/login/aad?post_login_redirect_uri={{target}}">{{people}}</form></main></html>
            """, "text/html; charset=utf-8");
    }

    private sealed record Session(Person Person, DateTimeOffset Since, string Token);
}
