using Hotline.Platform.Settings;
using Microsoft.Extensions.Options;

namespace Hotline.Review.SignIn;

/// <summary>Settings <c>Hotline:SignIn</c>: whose tokens are believed.</summary>
public sealed class SignInOptions
{
    /// <summary>
    /// The issuer's address, such as <c>https://login.microsoftonline.com/{tenant}/v2.0</c>; its keys are published below it.
    /// </summary>
    public Uri? Issuer { get; set; }

    /// <summary>The app registration's client id: for whom a token must be.</summary>
    public string Audience { get; set; } = "";

    /// <summary>After how long without an act a session is locked (CJIS: 30 minutes).</summary>
    public TimeSpan IdleLimit { get; set; } = TimeSpan.FromMinutes(30);
}

/// <summary>Checks the settings at start.</summary>
public sealed class SignInOptionsCheck : IValidateOptions<SignInOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, SignInOptions options) =>
        options.Issuer?.IsSafe() != true
            ? ValidateOptionsResult.Fail(
                "Set Hotline:SignIn:Issuer to the issuer of ID tokens, such as https://login.microsoftonline.com/{tenant}/v2.0 (https).")
            : options.Audience.Length == 0
                ? ValidateOptionsResult.Fail(
                    "Set Hotline:SignIn:Audience to the client id of the app registration that reviewers sign in to.")
                : ValidateOptionsResult.Success;
}
