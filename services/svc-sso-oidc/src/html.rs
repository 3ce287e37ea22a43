//! The pages' HTML: forms without scripts. Everything from outside is escaped.

use std::fmt::Write as _;

use crate::portal::{Shown, User};

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:4rem auto;\
padding:0 1rem;color:#1b1f24}h1{font-size:1.3rem}code{font-size:1.4rem;letter-spacing:.1em}\
button{font:inherit;display:block;width:100%;margin:.4rem 0;padding:.6rem;text-align:left;\
border:1px solid #c5ccd3;border-radius:.4rem;background:#fff;cursor:pointer}\
button:hover{background:#eef4fb}.deny{color:#a33;text-align:center}\
input{font:inherit;padding:.5rem;width:100%;box-sizing:border-box}";

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

fn frame(head: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\">{head}\
         <title>Sign in - Nephele</title><style>{STYLE}</style></head><body>{body}</body></html>"
    )
}

/// Asks for the code that a device shows.
pub fn ask_code(path: &str) -> String {
    let body = format!(
        "<h1>Sign in to IAM Identity Center</h1><form action=\"{path}\">\
         <label>Code that your device shows<input name=\"user_code\" autofocus required></label>\
         <button>Continue</button></form>"
    );
    frame("", &body)
}

/// Asks who wants to let the client in.
pub fn pick(
    path: &str,
    client: &str,
    code: Option<&str>,
    users: &[User],
    hidden: &[(&str, &str)],
) -> String {
    let mut body = format!(
        "<h1>Allow {} to access your accounts?</h1>",
        escape(if client.is_empty() { "this client" } else { client })
    );
    if let Some(code) = code {
        let _ = write!(
            body,
            "<p>Confirm that your device shows this code:</p><p><code>{}</code></p>",
            escape(code)
        );
    }
    let _ = write!(body, "<form action=\"{path}\">");
    for (name, value) in hidden {
        let _ = write!(
            body,
            "<input type=\"hidden\" name=\"{}\" value=\"{}\">",
            escape(name),
            escape(value)
        );
    }
    for user in users {
        let _ = write!(
            body,
            "<button name=\"user\" value=\"{}\">Allow as <b>{}</b> ({})</button>",
            escape(&user.name),
            escape(&user.name),
            escape(&user.shown)
        );
    }
    if users.is_empty() {
        body.push_str("<p>The identity store has no users yet: make one with CreateUser.</p>");
    }
    body.push_str("<button class=\"deny\" name=\"deny\" value=\"1\">Deny</button></form>");
    frame("", &body)
}

pub fn done(message: &str) -> String {
    frame("", &format!("<h1>{}</h1>", escape(message)))
}

/// Goes on at once to where the client listens.
pub fn go(url: &str) -> String {
    let url = escape(url);
    let head = format!("<meta http-equiv=\"refresh\" content=\"0;url={url}\">");
    frame(&head, &format!("<p>Going on to <a href=\"{url}\">the client</a>.</p>"))
}

/// Asks who wants to see the portal.
pub fn pick_visitor(path: &str, users: &[User]) -> String {
    let mut body = format!("<h1>AWS access portal</h1><form action=\"{}\">", escape(path));
    for user in users {
        let (name, shown) = (escape(&user.name), escape(&user.shown));
        let _ = write!(
            body,
            "<button name=\"user\" value=\"{name}\">Go on as <b>{name}</b> ({shown})</button>"
        );
    }
    body.push_str("</form>");
    frame("", &body)
}

/// The portal of a user: accounts with permission sets, applications.
pub fn start(user: &str, accounts: &[(String, String)], applications: &[Shown]) -> String {
    let mut body = format!("<h1>{}</h1><h2>Accounts</h2><ul>", escape(user));
    for (account, set) in accounts {
        let _ = write!(body, "<li>{} {}</li>", escape(account), escape(set));
    }
    body.push_str("</ul><h2>Applications</h2><ul>");
    for application in applications {
        let _ = write!(
            body,
            "<li><a href=\"{}\">{}</a> {}</li>",
            escape(&application.url),
            escape(&application.name),
            escape(&application.description)
        );
    }
    body.push_str("</ul>");
    frame("", &body)
}
