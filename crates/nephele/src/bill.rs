//! `nephele bill`: a running cloud's bill as a table, or two accounts' side by side.

use std::fmt::Write as _;

use serde_json::Value as Json;

use crate::cli;
use crate::client::request;

const WRITES: &str = "writing to a string cannot fail";
const PRICE_COLUMN: usize = 14;

pub fn run(bill: &cli::Bill) -> Result<(), String> {
    if let [left, right] = bill.compare.as_slice() {
        let (left, right) = (ask(bill, Some(left))?, ask(bill, Some(right))?);
        if bill.json {
            say!("{}", Json::Array(vec![left, right]));
        } else {
            show!("{}", side_by_side(&left, &right));
        }
        return Ok(());
    }
    let answer = ask(bill, bill.account.as_deref())?;
    if bill.json {
        say!("{answer}");
    } else {
        show!("{}", table(&answer));
    }
    Ok(())
}

fn ask(bill: &cli::Bill, account: Option<&str>) -> Result<Json, String> {
    let free_tier = if bill.free_tier { Some("on") } else { None };
    let parameters = [
        ("account", account),
        ("month", bill.month.as_deref()),
        ("by", Some(bill.by.as_str())),
        ("free_tier", free_tier),
    ];
    let pairs: Vec<String> = parameters
        .iter()
        .filter_map(|(name, value)| Some(format!("{name}={}", encoded((*value)?))))
        .collect();
    let path = format!("/_nephele/bill?{}", pairs.join("&"));
    let answer = request(&bill.target, "GET", &path, "")?;
    serde_json::from_str(&answer).map_err(|error| format!("cannot read the bill: {error}"))
}

/// Keys of tags may have any characters.
fn encoded(text: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.:".contains(byte);
    text.as_bytes().iter().fold(String::new(), |mut out, byte| {
        if plain(byte) {
            out.push(char::from(*byte));
        } else {
            write!(out, "%{byte:02X}").expect(WRITES);
        }
        out
    })
}

fn text<'j>(json: &'j Json, name: &str) -> &'j str {
    json[name].as_str().unwrap_or_default()
}

fn list<'j>(json: &'j Json, name: &str) -> &'j [Json] {
    json[name].as_array().map_or(&[], Vec::as_slice)
}

fn name_of(bill: &Json) -> String {
    let accounts = list(bill, "accounts").iter().filter_map(Json::as_str).collect::<Vec<_>>();
    if accounts.is_empty() { "all accounts".to_owned() } else { accounts.join(", ") }
}

fn table(bill: &Json) -> String {
    let mut out = format!(
        "Bill of {} for {}, in USD, by prices of {}\n\n",
        text(bill, "month"),
        name_of(bill),
        text(bill, "prices_of")
    );
    let mut marks = Marks::default();
    for group in list(bill, "groups") {
        out.push_str(&row(text(group, "key"), text(group, "cents")));
        for line in list(group, "lines") {
            let quantity = format!("{} {}", text(line, "quantity"), text(line, "unit"));
            let mark = marks.of(line);
            let name = format!("  {}{mark}", text(line, "usage_type"));
            writeln!(out, "{name:<44} {quantity:>28} {:>14}", text(line, "cost")).expect(WRITES);
        }
    }
    out.push('\n');
    out.push_str(&row("Total", text(bill, "total_cents")));
    out.push_str(&marks.legend());
    out
}

fn row(name: &str, cents: &str) -> String {
    format!("{name:<73} {cents:>PRICE_COLUMN$}\n")
}

fn side_by_side(left: &Json, right: &Json) -> String {
    let mut out = format!(
        "Bills of {}, in USD, by prices of {}\n\n{:<44} {:>14} {:>14}\n",
        text(left, "month"),
        text(left, "prices_of"),
        "",
        name_of(left),
        name_of(right)
    );
    let mut keys: Vec<&str> = Vec::new();
    for group in list(left, "groups").iter().chain(list(right, "groups")) {
        if !keys.contains(&text(group, "key")) {
            keys.push(text(group, "key"));
        }
    }
    let of = |bill: &Json, key: &str| {
        let group = list(bill, "groups").iter().find(|group| text(group, "key") == key);
        group.map_or_else(|| "0.00".to_owned(), |group| text(group, "cents").to_owned())
    };
    for key in keys {
        writeln!(out, "{key:<44} {:>14} {:>14}", of(left, key), of(right, key)).expect(WRITES);
    }
    let (ours, theirs) = (text(left, "total_cents"), text(right, "total_cents"));
    writeln!(out, "\n{:<44} {ours:>14} {theirs:>14}", "Total").expect(WRITES);
    out
}

/// What is said below the table about its prices.
#[derive(Default)]
struct Marks {
    is_borrowed: bool,
    is_unverified: bool,
    is_unpriced: bool,
}

impl Marks {
    fn of(&mut self, line: &Json) -> String {
        let has = |name: &str| line[name].as_bool() == Some(true);
        self.is_borrowed |= has("borrowed_price");
        self.is_unverified |= has("unverified_price");
        self.is_unpriced |= has("no_price");
        let mut mark = String::new();
        for (name, sign) in [("borrowed_price", "*"), ("unverified_price", "?"), ("no_price", "!")]
        {
            if has(name) {
                mark.push_str(sign);
            }
        }
        mark
    }

    fn legend(&self) -> String {
        let mut out = String::new();
        for (is_shown, text) in [
            (self.is_borrowed, "*  the price of us-east-1, for want of the region's own\n"),
            (self.is_unverified, "?  a price that was found in no document\n"),
            (self.is_unpriced, "!  no price is known: reckoned as nothing\n"),
        ] {
            if is_shown {
                out.push_str(text);
            }
        }
        out
    }
}
