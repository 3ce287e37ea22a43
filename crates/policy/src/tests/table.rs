//! The table of `cases/table.txt`: one question a line, under the page that answers it.
//!
//! - `condition yes KEYS :: {…}`: whether a statement with that `Condition` applies. Keys are
//!   `name=value,value;name=value`, or `-` for none.
//! - `action yes ACTION :: […]`, `notaction`; `resource yes ARN KEYS :: […]`, `notresource`.
//! - `principal yes WHO :: {…}`: whether the principal is meant ([`caller`]).
//! - `logic allow WHO OWNER :: scp=Allow resource=Deny …`: what all policies together decide, by
//!   the words of [`super::decisions::read`].

use std::borrow::Cow;

use super::decisions::read;
use super::{KeyMap, policy};
use crate::{Attached, Kind, Policies, Policy, Principal, PrincipalKind, Request, evaluate};

const TABLE: &str = include_str!("../../cases/table.txt");
/// Fewer lines would mean that the table is not read.
const LINES_MIN: usize = 300;
const OWN: &str = "123456789012";
const OTHER: &str = "777788889999";

fn caller(word: &str) -> Principal<'static> {
    let user = |account, arn: &'static str| Principal::new(PrincipalKind::User, account, arn);
    match word {
        "user" => user(OWN, "arn:aws:iam::123456789012:user/ann"),
        "stranger" => user(OTHER, "arn:aws:iam::777788889999:user/eve"),
        "root" => Principal::new(PrincipalKind::Root, OWN, "arn:aws:iam::123456789012:root"),
        "session" => Principal {
            issuer_arn: Some(Cow::Borrowed("arn:aws:iam::123456789012:role/r")),
            ..Principal::new(
                PrincipalKind::RoleSession,
                OWN,
                "arn:aws:sts::123456789012:assumed-role/r/s",
            )
        },
        "federated" => Principal {
            issuer_arn: Some(Cow::Borrowed("arn:aws:iam::123456789012:user/ann")),
            ..Principal::new(
                PrincipalKind::FederatedUser,
                OWN,
                "arn:aws:sts::123456789012:federated-user/f",
            )
        },
        "service" => Principal::service("lambda.amazonaws.com"),
        "anonymous" => Principal::anonymous(),
        "web" => Principal {
            provider: Some(Cow::Borrowed("arn:aws:iam::123456789012:oidc-provider/id.example.com")),
            ..Principal::anonymous()
        },
        _ => panic!("nobody is called {word}"),
    }
}

fn read_keys(text: &str) -> KeyMap {
    let pairs = text.split(';').filter(|pair| *pair != "-");
    let read = |pair: &str| {
        let (name, values) = pair.split_once('=').expect("name=values");
        let values = values.split(',').map(str::to_owned).collect();
        (name.to_ascii_lowercase(), values)
    };
    pairs.map(read).collect()
}

/// What a question is asked about, beside the statement.
struct Asked {
    caller: Principal<'static>,
    action: String,
    resource: String,
    keys: KeyMap,
}

impl Asked {
    fn any() -> Asked {
        Asked {
            caller: caller("user"),
            action: "s3:GetObject".to_owned(),
            resource: "arn:aws:s3:::b/k".to_owned(),
            keys: KeyMap::new(),
        }
    }

    fn is_met_by(&self, statement: &str, kind: Kind) -> bool {
        let text =
            format!(r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow",{statement}}}}}"#);
        let policy = policy(&text, kind);
        let request = Request {
            principal: &self.caller,
            action: &self.action,
            resource: &self.resource,
            owner: OWN,
            keys: &self.keys,
        };
        policy.statements[0].check(&request).is_ok()
    }
}

fn answer(kind: &str, words: &[&str], given: &str) -> bool {
    let any = Asked::any();
    let identity = |asked: Asked, statement: String| asked.is_met_by(&statement, Kind::Identity);
    match kind {
        "condition" => identity(
            Asked { keys: read_keys(words[0]), ..any },
            format!(r#""Action":"*","Resource":"*","Condition":{given}"#),
        ),
        "action" | "notaction" => {
            let member = if kind == "action" { "Action" } else { "NotAction" };
            let asked = Asked { action: words[0].to_owned(), ..any };
            identity(asked, format!(r#""{member}":{given},"Resource":"*""#))
        }
        "resource" | "notresource" => {
            let member = if kind == "resource" { "Resource" } else { "NotResource" };
            let (resource, keys) = (words[0].to_owned(), read_keys(words[1]));
            let asked = Asked { resource, keys, ..any };
            identity(asked, format!(r#""Action":"*","{member}":{given}"#))
        }
        "principal" => Asked { caller: caller(words[0]), ..any }.is_met_by(
            &format!(r#""Principal":{given},"Action":"*","Resource":"*""#),
            Kind::Accepted,
        ),
        "logic" => logic(words[0], words[1], given),
        _ => panic!("{kind} is no question"),
    }
}

fn logic(who: &str, owner: &str, given: &str) -> bool {
    let find = |name: &str| {
        let words = given.split(' ').filter_map(|word| word.split_once('='));
        words.filter(|(key, _)| *key == name).map(|(_, word)| word).next()
    };
    // A policy of a resource names the caller's role when it means a session.
    let of_resource = |word: &str| match who {
        "session" => format!("{word} arn:aws:sts::123456789012:assumed-role/r/s"),
        "user" => format!("{word} arn:aws:iam::123456789012:user/ann"),
        _ => word.to_owned(),
    };
    let one =
        |name: &str| -> Vec<Policy> { find(name).map(|it| read(it, false)).into_iter().collect() };
    let (scp, rcp, identity) = (one("scp"), one("rcp"), one("identity"));
    let (boundary, session) = (one("boundary"), one("session"));
    let resource: Vec<Policy> =
        find("resource").map(|it| read(&of_resource(it), true)).into_iter().collect();
    let (scp, rcp) = (attached(&scp), attached(&rcp));
    let (identity, resource) = (attached(&identity), attached(&resource));
    let (boundary, session) = (attached(&boundary), attached(&session));
    let keys = KeyMap::new();
    let principal = caller(who);
    let request = Request {
        principal: &principal,
        action: "s3:GetObject",
        resource: "arn:aws:s3:::b/k",
        owner,
        keys: &keys,
    };
    let (scps, rcps) = ([scp.as_slice()], [rcp.as_slice()]);
    let policies = Policies {
        service_control: if scp.is_empty() { &[] } else { &scps },
        resource_control: if rcp.is_empty() { &[] } else { &rcps },
        identity: &identity,
        resource: &resource,
        boundary: boundary.first().copied(),
        session: find("session").map(|_| session.as_slice()),
        ..Policies::default()
    };
    evaluate(&request, &policies).is_allowed()
}

fn attached(policies: &[Policy]) -> Vec<Attached<'_>> {
    policies.iter().map(|policy| Attached { policy, arn: None, name: "it" }).collect()
}

#[test]
fn every_line_of_the_table() {
    let (mut page, mut count, mut wrong) = ("", 0, Vec::new());
    for (at, line) in TABLE.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(name) = line.strip_prefix("page ") {
            page = name;
            continue;
        }
        assert!(!page.is_empty(), "line {} has no page", at + 1);
        let (head, given) = line.split_once(" :: ").unwrap_or((line.trim_end_matches(" ::"), ""));
        let words: Vec<&str> = head.split(' ').collect();
        let expected = matches!(words[1], "yes" | "allow");
        if answer(words[0], &words[2..], given) != expected {
            wrong.push(format!("line {}, {page}: {line}", at + 1));
        }
        count += 1;
    }
    assert!(wrong.is_empty(), "{} of {count} differ:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count >= LINES_MIN, "the table has {count} lines");
}
