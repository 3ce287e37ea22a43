//! Where a vault tells that a job is done: a topic of SNS.
//!
//! Source: API Reference, SetVaultNotifications; Developer Guide, "Configuring vault notifications"
//! (the topic's policy must let the vault publish; the message is the job's description).

use kernel::arn::Arn;
use kernel::{ApiError, Ask, Ctx, Struct, Value};
use serde_json::{Map, Value as Json};

use crate::api::{
    DeleteVaultNotificationsInput, DeleteVaultNotificationsOutput, GetVaultNotificationsInput,
    GetVaultNotificationsOutput, SetVaultNotificationsInput, SetVaultNotificationsOutput,
};
use crate::errors;
use crate::state::NotificationsRow;
use crate::vault::{self, Vault};

const PRINCIPAL: &str = "glacier.amazonaws.com";
const EVENTS: [&str; 2] = ["ArchiveRetrievalCompleted", "InventoryRetrievalCompleted"];

pub fn check_topic(text: &str) -> Result<(), ApiError> {
    let arn = Arn::parse(text).filter(|arn| arn.service == "sns" && !arn.resource.is_empty());
    arn.map(|_| ()).ok_or_else(|| errors::invalid(format!("Invalid SNS topic ARN: {text}")))
}

pub fn set_vault_notifications(
    ctx: &mut Ctx,
    input: SetVaultNotificationsInput<'_>,
) -> Result<SetVaultNotificationsOutput, ApiError> {
    let mut vault = vault::find(ctx, input.0)?;
    let given = input.0.structure("vaultNotificationConfig");
    let given =
        given.ok_or_else(|| errors::missing("A notification configuration is required."))?;
    let topic = given.str("SNSTopic").ok_or_else(|| errors::missing("SNSTopic is required."))?;
    check_topic(topic)?;
    let events = given.list("Events").unwrap_or_default().iter().filter_map(Value::as_str);
    let events: Vec<String> = events.map(str::to_owned).collect();
    if events.is_empty() || events.iter().any(|event| !EVENTS.contains(&event.as_str())) {
        return Err(errors::invalid(format!("Invalid notification events: {}", events.join(", "))));
    }
    vault.row.notifications = Some(NotificationsRow { topic: topic.to_owned(), events });
    vault.save(ctx);
    Ok(SetVaultNotificationsOutput(Struct::new()))
}

pub fn get_vault_notifications(
    ctx: &mut Ctx,
    input: GetVaultNotificationsInput<'_>,
) -> Result<GetVaultNotificationsOutput, ApiError> {
    let vault = vault::find(ctx, input.0)?;
    let row = vault.row.notifications.ok_or_else(|| errors::nothing_set("notification"))?;
    let config = Struct::new().with("SNSTopic", row.topic).with("Events", row.events);
    Ok(GetVaultNotificationsOutput(Struct::new().with("vaultNotificationConfig", config)))
}

pub fn delete_vault_notifications(
    ctx: &mut Ctx,
    input: DeleteVaultNotificationsInput<'_>,
) -> Result<DeleteVaultNotificationsOutput, ApiError> {
    let mut vault = vault::find(ctx, input.0)?;
    vault.row.notifications = None;
    vault.save(ctx);
    Ok(DeleteVaultNotificationsOutput(Struct::new()))
}

/// Tells the job's topic and the vault's. A topic that refuses hears nothing.
pub fn tell(ctx: &mut Ctx, vault: &Vault, event: &str, topic: Option<&str>, job: &Struct) {
    let of_vault = vault.row.notifications.as_ref();
    let of_vault = of_vault.filter(|it| it.events.iter().any(|known| known == event));
    let mut topics: Vec<String> = topic.map(str::to_owned).into_iter().collect();
    topics.extend(of_vault.map(|it| it.topic.clone()).filter(|it| Some(it.as_str()) != topic));
    let message = json(job).to_string();
    for topic in topics {
        let Some(arn) = Arn::parse(&topic) else { continue };
        let mut ask = Ask::to("sns", "Publish")
            .with("TopicArn", topic.as_str())
            .with("Message", message.as_str())
            .with("Subject", "Notification From Amazon Glacier Service")
            .as_service(PRINCIPAL)
            .for_source(vault.arn(ctx), ctx.account());
        if let Some(region) = arn.region() {
            ask = ask.in_region(region);
        }
        if let Some(account) = arn.account_id() {
            ask = ask.in_account(account);
        }
        // Nobody waits for it, and nobody asks again.
        let _ = ctx.call(ask);
    }
}

fn json(value: &Struct) -> Json {
    let mut object = Map::new();
    for (name, value) in value.iter() {
        let value = match value {
            Value::Bool(it) => Json::from(*it),
            Value::Int(it) => Json::from(*it),
            Value::String(it) => Json::from(it.as_str()),
            Value::Struct(it) => json(it),
            _ => Json::Null,
        };
        object.insert(name.to_owned(), value);
    }
    Json::Object(object)
}
