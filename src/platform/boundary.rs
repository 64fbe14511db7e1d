//! The closed lists that say how two systems are joined (domain §3): read from files, and recorded of an integration.
//! They hold words only; what follows from one is judged elsewhere.

use super::catalogue::catalogue;

catalogue! {
    /// What stands between the two systems.
    pub enum Middleware {
        None => "none", "None";
        Script => "script", "Script";
        NoCodeTool => "no_code_tool", "No-code tool";
        IntegrationPlatform => "integration_platform", "Integration platform";
        CustomService => "custom_service", "Custom service";
    }
}

catalogue! {
    /// How the data travels.
    pub enum Transport {
        ApiCall => "api_call", "API call";
        Webhook => "webhook", "Webhook";
        ScheduledJob => "scheduled_job", "Scheduled job";
        File => "file", "File";
        Mail => "mail", "Mail";
        Database => "database", "Database";
        Queue => "queue", "Queue";
        CopyPaste => "copy_paste", "Copy-paste by hand";
    }
}

catalogue! {
    /// Which side moves the data.
    pub enum Direction {
        Push => "push", "Push";
        Pull => "pull", "Pull";
    }
}

catalogue! {
    /// How often data moves.
    pub enum Timing {
        RealTime => "real_time", "Real time";
        Minutes => "minutes", "Every few minutes";
        Hourly => "hourly", "Hourly";
        Daily => "daily", "Daily";
        ByHand => "by_hand", "By hand";
    }
}
