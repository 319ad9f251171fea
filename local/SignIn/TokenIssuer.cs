using System.Net;
using System.Security.Cryptography;
using Hotline.Local.Loopback;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Hotline.Local.SignIn;

/// <summary>
/// Stands in for the identity provider: publishes its keys as OpenID Connect has it
/// (https://openid.net/specs/openid-connect-discovery-1_0.html) and issues ID tokens. It listens on loopback only.
/// </summary>
internal sealed class TokenIssuer : IAsyncDisposable
{
    /// <summary>For whom its tokens are.</summary>
    public const string Audience = "hotline-review";

    private readonly RSA key = RSA.Create(2048);
    private readonly TimeProvider time;
    private readonly WebApplication web;

    private TokenIssuer(ILoggerFactory logs, TimeProvider time)
    {
        this.time = time;
        var builder = LoopbackWeb.CreateBuilder(new WarningsOnly(logs));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        web = builder.Build();
        web.MapGet("/.well-known/openid-configuration", () => Results.Text(
            $$"""
            { "issuer": "{{Issuer}}", "jwks_uri": "{{Issuer}}/keys", "authorization_endpoint": "{{Issuer}}/authorize",
              "id_token_signing_alg_values_supported": ["RS256"], "response_types_supported": ["id_token"], "subject_types_supported": ["public"] }
            """, "application/json"));
        web.MapGet("/keys", () =>
        {
            var jwk = JsonWebKeyConverter.ConvertFromRSASecurityKey(SigningKey(isPrivate: false));
            return Results.Json(
                new { keys = new[] { new { kty = "RSA", use = "sig", alg = "RS256", kid = jwk.Kid, n = jwk.N, e = jwk.E } } });
        });
    }

    /// <summary>Its name in the tokens, and where its keys are.</summary>
    public string Issuer => web.Urls.First();

    public static async Task<TokenIssuer> StartAsync(ILoggerFactory logs, TimeProvider time, CancellationToken stop)
    {
        var issuer = new TokenIssuer(logs, time);
        await issuer.web.StartAsync(stop);
        return issuer;
    }

    /// <summary>Issues an ID token of one hour.</summary>
    /// <param name="person">For whom.</param>
    /// <param name="signedIn">When they signed in.</param>
    /// <param name="spoil">Makes it a bad one, for tests.</param>
    public string Issue(Person person, DateTimeOffset signedIn, Action<SecurityTokenDescriptor>? spoil = null)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var token = new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now.AddHours(1),
            Claims = new Dictionary<string, object>
            {
                ["sub"] = person.Id, ["oid"] = person.Id, ["name"] = person.Name, ["roles"] = person.Roles,
                ["auth_time"] = signedIn.ToUnixTimeSeconds(),
            },
            SigningCredentials = new SigningCredentials(SigningKey(isPrivate: true), SecurityAlgorithms.RsaSha256),
        };
        spoil?.Invoke(token);
        return new JsonWebTokenHandler().CreateToken(token);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await web.DisposeAsync();
        key.Dispose();
    }

    private RsaSecurityKey SigningKey(bool isPrivate) => new(key.ExportParameters(isPrivate)) { KeyId = "local" };
}
