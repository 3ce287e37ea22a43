//! Times and lengths of signing in. What is marked [U] is not verified.

use std::time::Duration;

/// [U] Registrations of clients: AWS's end after 90 days, as the cached registrations of its
/// command line tell.
pub const CLIENT: Duration = Duration::from_hours(90 * 24);
/// [U] Device codes and authorization codes: as the answers of AWS tell, ten minutes; the second is
/// RFC 6749's maximum.
pub const DEVICE_CODE: Duration = Duration::from_mins(10);
pub const AUTHORIZATION_CODE: Duration = Duration::from_mins(10);
/// Polls of a device are so far apart at least (RFC 8628, 3.5: "minimum of 5 seconds" by default;
/// [U] AWS answers 1).
pub const POLL_SECONDS: i64 = 1;
/// [U] Access tokens: an hour where the client can refresh them, eight hours else (the default
/// session of the portal: "User session duration … default 8 hours").
pub const ACCESS_TOKEN: Duration = Duration::from_hours(8);
pub const REFRESHED_TOKEN: Duration = Duration::from_hours(1);
/// The session that refresh tokens renew within: "User session duration", default 8 hours.
pub const SESSION: Duration = Duration::from_hours(8);
/// Our own: what is read of a token of somebody else, and how far its clock may be ahead.
pub const ASSERTION_BYTES_MAX: usize = 16 * 1024;
pub const CLOCK_SKEW_SECONDS: i64 = 300;
/// Our own: how far an issuer may send us on for its keys.
pub const REDIRECTS_MAX: u32 = 3;
/// Scopes, grants and redirections of a client.
pub const LIST_MAX: usize = 50;
pub const TEXT_BYTES_MAX: usize = 2_048;
