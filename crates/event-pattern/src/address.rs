//! IP addresses: exact ones compare by their value, CIDR blocks are ranges.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The longest text of an IPv4 address that is one.
const V4_CHARS_MAX: usize = 15;

/// A text that is an address: four decimal numbers, or hexadecimal groups with colons.
pub fn parse(text: &str) -> Option<IpAddr> {
    if text.contains(':') {
        let is_plain = text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b':');
        let address = text.parse::<Ipv6Addr>().ok().filter(|_| is_plain)?;
        return Some(address.to_ipv4_mapped().map_or(IpAddr::V6(address), IpAddr::V4));
    }
    if text.len() > V4_CHARS_MAX || !text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
    {
        return None;
    }
    let mut parts = text.split('.').map(|part| part.parse::<u8>().ok());
    let address = [parts.next()??, parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then(|| IpAddr::V4(Ipv4Addr::from(address)))
}

/// A block of addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cidr {
    low: IpAddr,
    high: IpAddr,
}

impl Cidr {
    pub fn parse(text: &str) -> Result<Cidr, String> {
        let mut parts = text.split('/');
        let (Some(address), Some(bits), None) = (parts.next(), parts.next(), parts.next()) else {
            return Err("Malformed CIDR, one '/' required".to_owned());
        };
        let bits: i32 =
            bits.parse().map_err(|_| "Malformed CIDR, mask bits must be an integer".to_owned())?;
        let bits = u32::try_from(bits)
            .map_err(|_| "Malformed CIDR, mask bits must not be negative".to_owned())?;
        let given = parse(address).ok_or_else(|| format!("Nonstandard IP address: {address}"))?;
        let (low, high) = match given {
            IpAddr::V4(_) if bits > 31 => return Err("IPv4 mask bits must be < 32".to_owned()),
            IpAddr::V6(_) if bits > 127 => return Err("IPv6 mask bits must be < 128".to_owned()),
            IpAddr::V4(given) => {
                let (given, host) = (u32::from(given), u32::MAX >> bits);
                (IpAddr::from(Ipv4Addr::from(given & !host)), Ipv4Addr::from(given | host).into())
            }
            IpAddr::V6(given) => {
                let (given, host) = (u128::from(given), u128::MAX >> bits);
                (IpAddr::from(Ipv6Addr::from(given & !host)), Ipv6Addr::from(given | host).into())
            }
        };
        Ok(Cidr { low, high })
    }

    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.low, self.high, address) {
            (IpAddr::V4(low), IpAddr::V4(high), IpAddr::V4(it)) => low <= it && it <= high,
            (IpAddr::V6(low), IpAddr::V6(high), IpAddr::V6(it)) => low <= it && it <= high,
            _ => false,
        }
    }
}
