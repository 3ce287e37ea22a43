//! What a push service gets: the JSON (or text) that a message becomes on each platform.
//!
//! Source: "Send custom platform-specific payloads to mobile devices" in the Developer Guide; how a
//! plain text is wrapped, the payloads that apps on each platform receive.

use kernel::ApiError;
use serde_json::{Value as Json, json};

use super::Platform;
use crate::errors;

/// Bytes that the push services take: APNs and FCM 4 KB (VoIP 5 KB), ADM 6 KB.
const USUAL_BYTES_MAX: usize = 4_096;
const VOIP_BYTES_MAX: usize = 5_120;
const ADM_BYTES_MAX: usize = 6_144;

/// A plain text in the form of the platform.
pub fn wrap(platform: Platform, text: &str) -> String {
    match platform {
        platform if platform.is_apple() => json!({ "aps": { "alert": text } }).to_string(),
        Platform::Gcm | Platform::Adm => json!({ "data": { "default": text } }).to_string(),
        Platform::Baidu => json!({ "title": text, "description": text }).to_string(),
        _ => text.to_owned(),
    }
}

/// A payload that the publisher has written for the platform.
pub fn check(platform: Platform, payload: &str) -> Result<(), ApiError> {
    let is_json =
        platform.is_apple() || matches!(platform, Platform::Gcm | Platform::Adm | Platform::Baidu);
    let is_object = || serde_json::from_str::<Json>(payload).is_ok_and(|it| it.is_object());
    if is_json && !is_object() {
        let reason = format!("Notification is malformed for platform {}", platform.as_str());
        return Err(errors::invalid_because("Message", reason));
    }
    let max = match platform {
        Platform::ApnsVoip | Platform::ApnsVoipSandbox => VOIP_BYTES_MAX,
        Platform::Adm => ADM_BYTES_MAX,
        _ => USUAL_BYTES_MAX,
    };
    if payload.len() > max {
        return Err(errors::invalid("Message too long"));
    }
    Ok(())
}

/// APNs's `apns-push-type`: `background` when the device is only to wake up, and nothing is shown.
pub fn apple_push_type(payload: &str) -> &'static str {
    let parsed: Json = serde_json::from_str(payload).unwrap_or_default();
    let aps = &parsed["aps"];
    let wakes = aps["content-available"] == json!(1) || aps["content-available"] == json!(true);
    let shows = ["alert", "badge", "sound"].iter().any(|key| !aps[*key].is_null());
    if wakes && !shows { "background" } else { "alert" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_texts_are_wrapped_by_platform() {
        assert_eq!(wrap(Platform::Apns, "a\"b"), r#"{"aps":{"alert":"a\"b"}}"#);
        assert_eq!(wrap(Platform::Gcm, "a"), r#"{"data":{"default":"a"}}"#);
        assert_eq!(wrap(Platform::Wns, "a"), "a");
    }

    #[test]
    fn payloads_are_objects_of_bounded_size() {
        assert_eq!(check(Platform::Gcm, "{}"), Ok(()));
        assert!(check(Platform::Gcm, "text").is_err());
        assert_eq!(check(Platform::Wns, "<toast/>"), Ok(()));
        let long = json!({ "aps": { "alert": "a".repeat(4_100) } }).to_string();
        assert!(check(Platform::Apns, &long).is_err());
        assert_eq!(check(Platform::ApnsVoip, &long), Ok(()));
    }

    #[test]
    fn what_shows_nothing_is_a_background_push() {
        for (payload, expected) in [
            (r#"{"aps":{"content-available":1},"Foo":2}"#, "background"),
            (r#"{"aps":{"content-available":1,"alert":"a"}}"#, "alert"),
            (r#"{"aps":{"content-available":"1"}}"#, "alert"),
            (r#"{"aps":{"alert":"a"}}"#, "alert"),
        ] {
            assert_eq!(apple_push_type(payload), expected, "{payload}");
        }
    }
}
