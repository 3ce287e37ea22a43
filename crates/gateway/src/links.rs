//! Links in mails and notifications: requests that AWS answers without a signature, since only
//! who got the link knows what it says.
//!
//! Nobody has signed them, so that the resource itself says where they are addressed to.

use kernel::arn::Arn;
use kernel::{Call, Principal};

/// Operations that are links, and the member that names the resource.
const LINKS: [(&str, &str, &str); 2] = [
    // "This call requires an AWS signature only when the AuthenticateOnUnsubscribe flag is set."
    ("sns", "ConfirmSubscription", "TopicArn"),
    // "If the subscription requires authentication …"; SNS judges that itself.
    ("sns", "Unsubscribe", "SubscriptionArn"),
];

pub fn is_link(service: &str, operation: &str) -> bool {
    member(service, operation).is_some()
}

/// Addresses a call that nobody has signed to the account and region of its resource.
pub fn address(call: &mut Call) {
    if call.principal != Principal::Anonymous {
        return;
    }
    let Some(member) = member(&call.service, &call.operation) else { return };
    let Some(arn) = call.input.str(member).and_then(Arn::parse) else { return };
    if let (Some(account), Some(region)) = (arn.account_id(), arn.region()) {
        call.account = account;
        call.region = region;
    }
}

fn member(service: &str, operation: &str) -> Option<&'static str> {
    let link = LINKS.iter().find(|(name, link, _)| *name == service && *link == operation);
    link.map(|(_, _, member)| *member)
}
