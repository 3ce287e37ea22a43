//! The list of what hangs at the door, and nothing else.

use kernel::audit::Observer;

pub fn all() -> Vec<Box<dyn Observer>> {
    vec![
        Box::new(svc_cloudtrail::Recorder::default()),
        Box::new(svc_accessanalyzer::PolicyWatch),
        Box::new(svc_cloudwatch::Meters),
        Box::new(svc_lambda::Keeper),
    ]
}
