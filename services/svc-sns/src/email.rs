//! Delivery by mail: the letters that people get, with links to confirm and to unsubscribe.
//!
//! A letter is posted to the world's outbox; whether it goes further is the outbox's business.
//! The links are those of notifications by HTTP, since AWS's pages behind its own are not here.

use kernel::outbox::{Letter, LetterKind};
use kernel::{ApiError, Ctx};

use crate::delivery::{Outcome, Parcel};
use crate::envelope;
use crate::state::{MessageKind, Protocol};

const ADDRESS: &str = "no-reply@sns.amazonaws.com";
/// Of topics without a display name.
const SENDER: &str = "AWS Notifications";
const SUBJECT: &str = "AWS Notification Message";
const CONFIRMATION_SUBJECT: &str = "AWS Notification - Subscription Confirmation";
const UNSUBSCRIBE_SUBJECT: &str = "AWS Notification - Unsubscribe Confirmation";

pub fn attempt(ctx: &mut Ctx<'_>, parcel: &Parcel<'_>) -> Result<Outcome, ApiError> {
    let message = parcel.message;
    let subject = match &message.kind {
        MessageKind::Notification => message.subject.as_deref().unwrap_or(SUBJECT),
        MessageKind::SubscriptionConfirmation(_) => CONFIRMATION_SUBJECT,
        MessageKind::UnsubscribeConfirmation(_) => UNSUBSCRIBE_SUBJECT,
    };
    let is_json = parcel.subscription.row.protocol == Protocol::EmailJson;
    let body = if is_json { envelope::text(parcel) } else { text(parcel) };
    ctx.post(Letter {
        kind: LetterKind::Email,
        from: sender(&parcel.topic.row.settings.display_name),
        to: parcel.subscription.row.endpoint.clone(),
        subject: subject.to_owned(),
        body,
        attributes: vec![
            ("x-amz-sns-message-id".to_owned(), message.id.clone()),
            ("x-amz-sns-subscription-arn".to_owned(), parcel.subscription.arn.clone()),
        ],
    })?;
    Ok(Outcome::Delivered)
}

fn text(parcel: &Parcel<'_>) -> String {
    let (topic, message) = (parcel.topic, parcel.message);
    match &message.kind {
        MessageKind::Notification => {
            let link = envelope::unsubscribe_url(message, &parcel.subscription.arn);
            format!(
                "{}\n\n--\nIf you wish to stop receiving notifications from this topic, please \
                 click or visit the link below to unsubscribe:\n{link}\n\nPlease do not reply \
                 directly to this email. If you have any questions or comments regarding this \
                 email, please contact us at https://aws.amazon.com/support\n",
                envelope::body(parcel)
            )
        }
        MessageKind::SubscriptionConfirmation(token) => {
            let link = envelope::subscribe_url(topic, message, token);
            format!(
                "You have chosen to subscribe to the topic:\n{}\n\nTo confirm this subscription, \
                 click or visit the link below (If this was in error no action is \
                 necessary):\n{link}\n\n--\nPlease do not reply directly to this email.\n",
                topic.arn
            )
        }
        MessageKind::UnsubscribeConfirmation(token) => {
            let link = envelope::subscribe_url(topic, message, token);
            format!(
                "Your subscription to the topic below has been deactivated:\n{}\n\nIf this was in \
                 error or you wish to resubscribe, click or visit the link below:\n{link}\n\n--\n\
                 Please do not reply directly to this email.\n",
                topic.arn
            )
        }
    }
}

/// `Words <address>`; words with other characters than letters, digits and spaces stand in quotes.
fn sender(display_name: &str) -> String {
    let name = if display_name.is_empty() { SENDER } else { display_name };
    if name.chars().all(|it| it.is_ascii_alphanumeric() || it == ' ') {
        return format!("{name} <{ADDRESS}>");
    }
    let escaped = name.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{escaped}\" <{ADDRESS}>")
}

#[cfg(test)]
mod tests {
    use super::sender;

    #[test]
    fn senders_bear_the_display_name() {
        assert_eq!(sender(""), "AWS Notifications <no-reply@sns.amazonaws.com>");
        assert_eq!(sender("Ops 1"), "Ops 1 <no-reply@sns.amazonaws.com>");
        assert_eq!(sender("a <b>, \"c\""), "\"a <b>, \\\"c\\\"\" <no-reply@sns.amazonaws.com>");
    }
}
