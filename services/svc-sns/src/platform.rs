//! Mobile push: platform applications, their devices, and what is pushed to them.
//!
//! An application is one of a push service (`APNS`, `GCM`, …) with the credentials for it; its
//! endpoints are devices. Pushes go to the world's outbox in the form in which the push service
//! would get them; no push service is called.

pub mod application;
pub mod certificate;
pub mod device;
pub mod event;
pub mod payload;
pub mod push;

use std::collections::BTreeMap;

use kernel::arn::Arn;
use kernel::{ApiError, Ctx, Table};
use minicbor::{Decode, Encode};

use crate::errors;

/// By platform and name: `GCM/name`.
pub static APPLICATIONS: Table<String, ApplicationRow> =
    Table::regional("sns", "platform-applications");
/// (application's number, endpoint's id)
pub static DEVICES: Table<(u64, String), DeviceRow> = Table::regional("sns", "platform-endpoints");
/// (application's number, token)
pub static TOKENS: Table<(u64, String), TokenRow> = Table::regional("sns", "platform-tokens");

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ApplicationRow {
    /// World-unique: an application that is made again has none of the first one's devices.
    #[n(0)]
    pub number: u64,
    #[n(1)]
    pub attributes: BTreeMap<String, String>,
    /// Where the certificate of an APNS application ends, in seconds.
    #[n(2)]
    pub certificate_end: Option<i64>,
}

#[derive(Clone, Debug, Encode, Decode, PartialEq, Eq)]
#[cbor(map)]
pub struct DeviceRow {
    #[n(0)]
    pub token: String,
    #[n(1)]
    pub is_enabled: bool,
    #[n(2)]
    pub user_data: Option<String>,
    /// What the platform wants besides: ChannelId and UserId of Baidu.
    #[n(3)]
    pub attributes: BTreeMap<String, String>,
}

/// Whose token it is.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct TokenRow {
    #[n(0)]
    pub id: String,
}

store::row!(ApplicationRow, DeviceRow, TokenRow);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Platform {
    Adm,
    Apns,
    ApnsSandbox,
    ApnsVoip,
    ApnsVoipSandbox,
    Baidu,
    Gcm,
    Macos,
    MacosSandbox,
    Mpns,
    Wns,
}

/// An application that is there.
#[derive(Clone, Debug)]
pub struct Application {
    pub platform: Platform,
    pub name: String,
    pub row: ApplicationRow,
}

/// A device that is there.
#[derive(Clone, Debug)]
pub struct Device {
    pub application: Application,
    pub id: String,
    pub arn: String,
    pub row: DeviceRow,
}

impl Platform {
    const ALL: [Platform; 11] = [
        Platform::Adm,
        Platform::Apns,
        Platform::ApnsSandbox,
        Platform::ApnsVoip,
        Platform::ApnsVoipSandbox,
        Platform::Baidu,
        Platform::Gcm,
        Platform::Macos,
        Platform::MacosSandbox,
        Platform::Mpns,
        Platform::Wns,
    ];

    pub fn parse(text: &str) -> Option<Platform> {
        Platform::ALL.into_iter().find(|platform| platform.as_str() == text)
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Platform::Adm => "ADM",
            Platform::Apns => "APNS",
            Platform::ApnsSandbox => "APNS_SANDBOX",
            Platform::ApnsVoip => "APNS_VOIP",
            Platform::ApnsVoipSandbox => "APNS_VOIP_SANDBOX",
            Platform::Baidu => "BAIDU",
            Platform::Gcm => "GCM",
            Platform::Macos => "MACOS",
            Platform::MacosSandbox => "MACOS_SANDBOX",
            Platform::Mpns => "MPNS",
            Platform::Wns => "WNS",
        }
    }

    pub fn is_apple(self) -> bool {
        matches!(
            self,
            Platform::Apns
                | Platform::ApnsSandbox
                | Platform::ApnsVoip
                | Platform::ApnsVoipSandbox
                | Platform::Macos
                | Platform::MacosSandbox
        )
    }
}

impl Application {
    pub fn key(&self) -> String {
        format!("{}/{}", self.platform.as_str(), self.name)
    }

    pub fn arn(&self, ctx: &Ctx<'_>) -> String {
        ctx.arn(&format!("app/{}", self.key())).to_string()
    }

    pub fn device_arn(&self, ctx: &Ctx<'_>, id: &str) -> String {
        ctx.arn(&format!("endpoint/{}/{id}", self.key())).to_string()
    }
}

/// The application of an ARN, `arn:…:app/GCM/name`.
pub fn find_application(ctx: &Ctx<'_>, text: &str) -> Result<Option<Application>, ApiError> {
    const PARAMETER: &str = "PlatformApplicationArn";
    let arn = read_arn(ctx, PARAMETER, text)?;
    let parts: Vec<&str> = arn.resource.split('/').collect();
    let ["app", platform, name] = parts[..] else { return Err(errors::invalid(PARAMETER)) };
    find(ctx, PARAMETER, platform, name)
}

pub fn application_not_found() -> ApiError {
    crate::api::error::not_found_exception("PlatformApplication does not exist")
}

/// The device of an ARN, `arn:…:endpoint/GCM/name/id`.
pub fn find_device(ctx: &Ctx<'_>, parameter: &str, text: &str) -> Result<Option<Device>, ApiError> {
    let arn = read_arn(ctx, parameter, text)?;
    let parts: Vec<&str> = arn.resource.split('/').collect();
    let ["endpoint", platform, name, id] = parts[..] else {
        return Err(errors::invalid(parameter));
    };
    let Some(application) = find(ctx, parameter, platform, name)? else { return Ok(None) };
    let row = ctx.table(&DEVICES).get(&(application.row.number, id))?;
    Ok(row.map(|row| Device { application, id: id.to_owned(), arn: text.to_owned(), row }))
}

pub fn device_not_found() -> ApiError {
    crate::api::error::not_found_exception("Endpoint does not exist")
}

fn find(
    ctx: &Ctx<'_>,
    parameter: &str,
    platform: &str,
    name: &str,
) -> Result<Option<Application>, ApiError> {
    let platform = Platform::parse(platform).ok_or_else(|| errors::invalid(parameter))?;
    let row = ctx.table(&APPLICATIONS).get(&format!("{}/{name}", platform.as_str()))?;
    Ok(row.map(|row| Application { platform, name: name.to_owned(), row }))
}

/// An ARN of SNS in the account and region of the call.
fn read_arn(ctx: &Ctx<'_>, parameter: &str, text: &str) -> Result<Arn, ApiError> {
    let arn = Arn::parse(text).ok_or_else(|| errors::invalid_arn(parameter, text))?;
    let is_here = arn.service == "sns"
        && arn.region() == Some(ctx.region())
        && arn.account_id() == Some(ctx.account());
    if is_here { Ok(arn) } else { Err(errors::invalid(parameter)) }
}
