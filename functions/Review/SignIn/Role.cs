namespace Hotline.Review.SignIn;

/// <summary>What a person may do here; the names are the app roles of the issuer.</summary>
public enum Role
{
    /// <summary>Reads and works tips.</summary>
    Reviewer,

    /// <summary>Also gives tips to others.</summary>
    Supervisor,

    /// <summary>Reads the audit, and no tip.</summary>
    Auditor,

    /// <summary>Deals with what could not be delivered, and reads no tip.</summary>
    Administrator,
}
