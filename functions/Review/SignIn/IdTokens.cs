using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Hotline.Review.SignIn;

/// <summary>
/// Reads the ID token that App Service Authentication passes on
/// (https://learn.microsoft.com/azure/app-service/configure-authentication-oauth-tokens): issuer, audience, lifetime and signature are
/// checked here, against the keys that the issuer publishes. No other header is believed.
/// </summary>
public sealed class IdTokens(IOptions<SignInOptions> options, TimeProvider time)
{
    /// <summary>The header that holds the token.</summary>
    public const string Header = "X-MS-TOKEN-AAD-ID-TOKEN";

    private static readonly string[] Algorithms =
        [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512, SecurityAlgorithms.RsaSsaPssSha256,
            SecurityAlgorithms.EcdsaSha256];

    private readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false };
    private readonly ConfigurationManager<OpenIdConnectConfiguration> issuer = new(
        $"{options.Value.Issuer!.ToString().TrimEnd('/')}/.well-known/openid-configuration",
        new OpenIdConnectConfigurationRetriever(), new HttpDocumentRetriever { RequireHttps = !options.Value.Issuer.IsLoopback });

    /// <summary>The person that a token names; null when it is not to be believed.</summary>
    /// <exception cref="InvalidOperationException">The issuer's keys can't be had.</exception>
    public async Task<Reviewer?> ReadAsync(string token, CancellationToken stop)
    {
        var result = await CheckAsync(token, stop);
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException)
        {
            // The issuer has a new key.
            issuer.RequestRefresh();
            result = await CheckAsync(token, stop);
        }

        return result.IsValid && result.SecurityToken is JsonWebToken valid ? ReviewerOf(valid) : null;
    }

    /// <summary>Asks for the keys that the issuer publishes; they are kept for some time.</summary>
    /// <exception cref="InvalidOperationException">The issuer's keys can't be had.</exception>
    public Task KeysAsync(CancellationToken stop) => issuer.GetConfigurationAsync(stop);

    private async Task<TokenValidationResult> CheckAsync(string token, CancellationToken stop)
    {
        var published = await issuer.GetConfigurationAsync(stop);
        return await handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = published.Issuer,
            ValidAudience = options.Value.Audience,
            IssuerSigningKeys = published.SigningKeys,
            ValidAlgorithms = Algorithms,
            ClockSkew = TimeSpan.FromMinutes(2),
            LifetimeValidator = (from, to, _, rules) =>
                to is { } end && end > Now - rules.ClockSkew && (from is not { } start || start < Now + rules.ClockSkew),
        });
    }

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    private static Reviewer? ReviewerOf(JsonWebToken token)
    {
        var id = Claim("oid") ?? token.Subject;
        if (string.IsNullOrEmpty(id) || id.Length > 64 || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            return null;
        var roles = token.Claims.Where(claim => claim.Type == "roles" && Enum.IsDefined(typeof(Role), claim.Value))
            .Select(claim => Enum.Parse<Role>(claim.Value));
        var since = long.TryParse(Claim("auth_time"), out var seconds)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds) : new DateTimeOffset(token.IssuedAt, TimeSpan.Zero);
        return new Reviewer(id, Claim("name") ?? "Unnamed", roles.ToHashSet(), since, new DateTimeOffset(token.ValidTo, TimeSpan.Zero));

        string? Claim(string type) => token.TryGetClaim(type, out var claim) ? claim.Value : null;
    }
}
