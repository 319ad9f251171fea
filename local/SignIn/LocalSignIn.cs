using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace Hotline.Local.SignIn;

/// <summary>
/// Stands before the review app as App Service Authentication does
/// (https://learn.microsoft.com/azure/app-service/overview-authentication-authorization): takes out whatever headers a client made up, and
/// passes on the token of whoever is signed in. On loopback only: nobody proves who they are.
/// </summary>
internal sealed class LocalSignIn(TokenIssuer issuer, TimeProvider time)
{
    private const string Cookie = "LocalAuthSession";
    private const string Sign =
        """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linejoin="round" aria-hidden="true"><path d="M3 4.5h14V13H9.5l-4 3.500V13H3zM7 8.750h6"/></svg>""";

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
            ? new object[] { new { provider_name = "aad", user_id = session.Person.Name, id_token = session.Token } } : [])
            .ExecuteAsync(http),
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
            <title>Sign in · Hotline on this machine</title><link rel="icon" href="data:image/svg+xml,{{Uri.EscapeDataString(Sign)}}">
            <style>
              :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; --rule: light-dark(#e3e1db, #2c2f34);
                --accent: light-dark(#2a57b8, #8fb2ff); --quiet: light-dark(#55524b, #b6bac1) }
              body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: light-dark(#f5f4f1, #131416); color: light-dark(#1e1d1a, #e8e9eb) }
              main { width: min(25rem, 100vw - 2rem); padding: 2rem 0 } svg { width: 1.9rem; color: var(--accent) }
              h1 { font-size: 1.3rem; letter-spacing: -.012em; margin: .5rem 0 .2rem } p { margin: 0 0 1.25rem; color: var(--quiet); text-wrap: balance }
              form { border: 1px solid var(--rule); border-radius: .7rem; overflow: clip; background: light-dark(#fff, #1b1d20) }
              button { display: flex; justify-content: space-between; gap: 1rem; width: 100%; padding: .8rem 1rem; font: inherit; text-align: left; cursor: pointer;
                border: 0; background: none; color: inherit } button + button { border-top: 1px solid var(--rule) }
              button:hover { background: light-dark(#faf9f7, #212428) } button:focus-visible { outline: 2px solid var(--accent); outline-offset: -2px; border-radius: .6rem }
              b { font-weight: 600 } span { color: var(--quiet) }
            </style>
            <main>{{Sign}}<h1>Sign in to Hotline</h1><p>On this machine anyone may be anyone. In Azure, this page is your organisation’s.</p>
            <form method="post" action="/.auth/login/aad?post_login_redirect_uri={{target}}">{{people}}</form></main></html>
            """, "text/html; charset=utf-8");
    }

    private sealed record Session(Person Person, DateTimeOffset Since, string Token);
}
