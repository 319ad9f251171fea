// Arrows that no floor allows, for the test that sees them.
#pragma warning disable IDE0130, SA1403, CA1823
namespace Hotline.Intake.Limits
{
    internal sealed class Planted
    {
        public required Hotline.Intake.WebForm.WebFormOptions Upwards { get; init; }

        public required Hotline.Review.Tips.TipJournal Across { get; init; }
    }
}

namespace Hotline.Review.Ledger
{
    internal sealed class Planted
    {
        public required Hotline.Review.Casework.TipCasework Upwards { get; init; }

        public required Hotline.Intake.Drop.TipDrop Across { get; init; }
    }

    internal sealed class PlantedHolder
    {
        public required Azure.Data.Tables.TableClient Client { get; init; }
    }
}

namespace Hotline.Platform.Storage
{
    internal sealed class Planted
    {
        public required Hotline.Platform.Messaging.Outbox Upwards { get; init; }
    }
}

namespace Hotline.Local.Twilio.Account
{
    internal sealed class Planted
    {
        public required Hotline.Local.Twilio.TwilioSimulator Upwards { get; init; }
    }
}
