//! A second evaluator, naive and slow, that must agree with ours on random policies.
//!
//! It is written from the flow chart of "How AWS enforcement code logic evaluates requests to
//! allow or deny access" (IAM User Guide), over texts and without anything of this crate; a failure
//! prints the seed.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::{KeyMap, policy};
use crate::{
    Attached, Kind, Policies, Policy, Principal, PrincipalKind, Request, ResourceRule, evaluate,
};

const OWN: &str = "111111111111";
const OTHER: &str = "222222222222";
const USER: &str = "arn:aws:iam::111111111111:user/ann";
const ROLE: &str = "arn:aws:iam::111111111111:role/r";
const SESSION: &str = "arn:aws:sts::111111111111:assumed-role/r/s";
const ROOT: &str = "arn:aws:iam::111111111111:root";

const ACTIONS: [&str; 4] = ["s3:GetObject", "s3:PutObject", "sqs:SendMessage", "s3:GetObjectAcl"];
const ACTION_PATTERNS: [&str; 7] =
    ["*", "s3:*", "s3:Get*", "s3:GetObject", "sqs:Send*", "s3:P?tObject", "S3:getobject"];
const RESOURCES: [&str; 4] =
    ["arn:aws:s3:::b/k", "arn:aws:s3:::b/home/ann", "arn:aws:s3:::c", "arn:aws:s3:::b/home/bob"];
const RESOURCE_PATTERNS: [&str; 6] = [
    "*",
    "arn:aws:s3:::b/*",
    "arn:aws:s3:::?",
    "arn:aws:s3:::b/home/${aws:username}",
    "arn:aws:s3:::b/k",
    "arn:aws:s3:::*/ann",
];
const PRINCIPALS: [&str; 6] = ["*", OWN, ROOT, USER, ROLE, SESSION];
const VALUES: [&str; 4] = ["red", "reed", "blue", ""];
const ROUNDS: u64 = 5_000;

/// A generator of our own: a failing seed fails again.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % sides
    }

    fn pick<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.roll(of.len())]
    }
}

#[derive(Clone, Debug)]
struct Line {
    is_deny: bool,
    actions: Vec<&'static str>,
    not_action: bool,
    resources: Vec<&'static str>,
    not_resource: bool,
    principals: Vec<&'static str>,
    /// Operator and value of a condition on `key:k`.
    condition: Option<(&'static str, &'static str)>,
}

type Document = Vec<Line>;

fn line(dice: &mut Dice, has_principal: bool) -> Line {
    let some = |dice: &mut Dice, of: &[&'static str]| {
        (0..=dice.roll(2)).map(|_| dice.pick(of)).collect::<Vec<_>>()
    };
    let operators = ["StringEquals", "StringNotEquals", "StringLike", "StringEqualsIfExists"];
    Line {
        is_deny: dice.roll(5) == 0,
        actions: some(dice, &ACTION_PATTERNS),
        not_action: dice.roll(6) == 0,
        resources: some(dice, &RESOURCE_PATTERNS),
        not_resource: dice.roll(8) == 0,
        principals: if has_principal { some(dice, &PRINCIPALS) } else { Vec::new() },
        condition: (dice.roll(3) == 0).then(|| (dice.pick(&operators), dice.pick(&["red", "r*d"]))),
    }
}

fn document(dice: &mut Dice, has_principal: bool) -> Document {
    (0..=dice.roll(3)).map(|_| line(dice, has_principal)).collect()
}

fn maybe(dice: &mut Dice, has_principal: bool) -> Option<Document> {
    (dice.roll(2) == 0).then(|| document(dice, has_principal))
}

fn text(document: &Document) -> String {
    let list = |of: &[&str]| format!("[\"{}\"]", of.join("\",\""));
    let mut statements = Vec::new();
    for line in document {
        let effect = if line.is_deny { "Deny" } else { "Allow" };
        let not = |flag: bool| if flag { "Not" } else { "" };
        let mut text = format!(
            r#"{{"Effect":"{effect}","{}Action":{},"{}Resource":{}"#,
            not(line.not_action),
            list(&line.actions),
            not(line.not_resource),
            list(&line.resources)
        );
        if !line.principals.is_empty() {
            let _ = write!(text, r#","Principal":{{"AWS":{}}}"#, list(&line.principals));
        }
        if let Some((operator, value)) = line.condition {
            let _ = write!(text, r#","Condition":{{"{operator}":{{"key:k":"{value}"}}}}"#);
        }
        statements.push(text + "}");
    }
    format!(r#"{{"Version":"2012-10-17","Statement":[{}]}}"#, statements.join(","))
}

// The naive evaluator.

struct Asked {
    kind: PrincipalKind,
    action: &'static str,
    resource: &'static str,
    owner: &'static str,
    value: Option<&'static str>,
}

fn glob(pattern: &[char], text: &[char]) -> bool {
    match (pattern.first(), text.first()) {
        (None, None) => true,
        (Some('*'), _) if glob(&pattern[1..], text) => true,
        (Some('*'), Some(_)) => glob(pattern, &text[1..]),
        (Some('?'), Some(_)) => glob(&pattern[1..], &text[1..]),
        (Some(one), Some(other)) if one == other => glob(&pattern[1..], &text[1..]),
        _ => false,
    }
}

fn is_like(pattern: &str, text: &str) -> bool {
    let chars = |text: &str| text.chars().collect::<Vec<_>>();
    glob(&chars(pattern), &chars(text))
}

/// How far a statement goes towards the caller: 0 not at all, 1 its account, 2 its role, 3 itself.
fn reach(line: &Line, asked: &Asked) -> u8 {
    let is_account = |name: &str| matches!(name, OWN | ROOT);
    let named = |name: &&str| match asked.kind {
        _ if *name == "*" => 3,
        PrincipalKind::Root if is_account(name) => 3,
        PrincipalKind::User if *name == USER => 3,
        PrincipalKind::RoleSession if *name == SESSION => 3,
        PrincipalKind::RoleSession if *name == ROLE => 2,
        PrincipalKind::User | PrincipalKind::RoleSession if is_account(name) => 1,
        _ => 0,
    };
    if line.principals.is_empty() {
        3
    } else {
        line.principals.iter().map(named).max().unwrap_or(0)
    }
}

fn applies(line: &Line, asked: &Asked) -> bool {
    let (action, is_user) = (asked.action.to_lowercase(), asked.kind == PrincipalKind::User);
    let by_action = line.actions.iter().any(|it| is_like(&it.to_lowercase(), &action));
    let resource = |pattern: &&str| {
        if pattern.contains("${") {
            is_user && is_like(&pattern.replace("${aws:username}", "ann"), asked.resource)
        } else {
            is_like(pattern, asked.resource)
        }
    };
    let by_resource = line.resources.iter().any(resource);
    let is_unknown = !is_user && line.resources.iter().any(|it| it.contains("${"));
    // What is excepted cannot be told: an allowing statement then gives nothing.
    if line.not_resource && is_unknown && !line.is_deny {
        return false;
    }
    let by_condition = match (line.condition, asked.value) {
        (None, _) => true,
        (Some((operator, _)), None) => {
            matches!(operator, "StringNotEquals" | "StringEqualsIfExists")
        }
        (Some(("StringLike", pattern)), Some(value)) => is_like(pattern, value),
        (Some(("StringNotEquals", wanted)), Some(value)) => wanted != value,
        (Some((_, wanted)), Some(value)) => wanted == value,
    };
    by_action != line.not_action
        && by_resource != line.not_resource
        && by_condition
        && reach(line, asked) > 0
}

#[derive(Debug, Default)]
struct World {
    scp: Vec<Document>,
    rcp: Vec<Document>,
    resource: Option<Document>,
    identity: Document,
    boundary: Option<Document>,
    session: Option<Document>,
    endpoint: Option<Document>,
    /// The resource is a key or a role, whose policy must allow.
    must_allow: bool,
}

fn allows(document: &Document, asked: &Asked) -> u8 {
    let allowing = document.iter().filter(|line| !line.is_deny && applies(line, asked));
    allowing.map(|line| reach(line, asked)).max().unwrap_or(0)
}

fn naive(world: &World, asked: &Asked) -> bool {
    let denies =
        |document: &Document| document.iter().any(|line| line.is_deny && applies(line, asked));
    let everything = world.scp.iter().chain(&world.rcp).chain(&world.resource);
    let everything =
        everything.chain([&world.identity]).chain(&world.boundary).chain(&world.session);
    let everything = everything.chain(&world.endpoint);
    if everything.into_iter().any(denies) {
        return false;
    }
    let levels = world.scp.iter().chain(&world.rcp);
    if levels.into_iter().any(|level| allows(level, asked) == 0) {
        return false;
    }
    if world.endpoint.as_ref().is_some_and(|it| allows(it, asked) == 0) {
        return false;
    }
    let given = world.resource.as_ref().map_or(0, |it| allows(it, asked));
    if asked.kind == PrincipalKind::Anonymous {
        return given > 0;
    }
    if world.must_allow && given == 0 {
        return false;
    }
    let is_same_account = asked.owner == OWN;
    if is_same_account && given == 3 {
        return true;
    }
    if !is_same_account && given == 0 {
        return false;
    }
    let own = asked.kind == PrincipalKind::Root || allows(&world.identity, asked) > 0;
    let is_enough = own || is_same_account && given == 2;
    let within = |limit: &Option<Document>| limit.as_ref().is_none_or(|it| allows(it, asked) > 0);
    is_enough && within(&world.boundary) && within(&world.session)
}

// Ours, asked the same.

fn ours(world: &World, asked: &Asked) -> bool {
    let read = |it: &Document, kind| policy(&text(it), kind);
    let identities = |list: &[Document]| {
        list.iter().map(|it| vec![read(it, Kind::Identity)]).collect::<Vec<Vec<Policy>>>()
    };
    let (scp, rcp) = (identities(&world.scp), identities(&world.rcp));
    let identity = vec![read(&world.identity, Kind::Identity)];
    let one = |it: &Option<Document>, kind| -> Vec<Policy> {
        it.iter().map(|it| read(it, kind)).collect()
    };
    let resource = one(&world.resource, Kind::Resource);
    let (boundary, session) =
        (one(&world.boundary, Kind::Identity), one(&world.session, Kind::Identity));
    let scp: Vec<_> = scp.iter().map(|level| attach(level)).collect();
    let rcp: Vec<_> = rcp.iter().map(|level| attach(level)).collect();
    let scp: Vec<&[Attached<'_>]> = scp.iter().map(Vec::as_slice).collect();
    let rcp: Vec<&[Attached<'_>]> = rcp.iter().map(Vec::as_slice).collect();
    let session = world.session.as_ref().map(|_| attach(&session));
    let endpoint = one(&world.endpoint, Kind::Identity);
    let principal = match asked.kind {
        PrincipalKind::Anonymous => Principal::anonymous(),
        PrincipalKind::Root => Principal::new(PrincipalKind::Root, OWN, ROOT),
        PrincipalKind::RoleSession => Principal {
            issuer_arn: Some(Cow::Borrowed(ROLE)),
            ..Principal::new(PrincipalKind::RoleSession, OWN, SESSION)
        },
        _ => Principal::new(PrincipalKind::User, OWN, USER),
    };
    let mut keys = KeyMap::new();
    if let Some(value) = asked.value {
        keys.insert("key:k".to_owned(), vec![value.to_owned()]);
    }
    if asked.kind == PrincipalKind::User {
        keys.insert("aws:username".to_owned(), vec!["ann".to_owned()]);
    }
    let request = Request {
        principal: &principal,
        action: asked.action,
        resource: asked.resource,
        owner: asked.owner,
        keys: &keys,
    };
    let policies = Policies {
        service_control: &scp,
        resource_control: &rcp,
        vpc_endpoint: attach(&endpoint).pop(),
        resource: &attach(&resource),
        resource_rule: if world.must_allow { ResourceRule::MustAllow } else { ResourceRule::Adds },
        identity: &attach(&identity),
        boundary: attach(&boundary).pop(),
        session: session.as_deref(),
    };
    evaluate(&request, &policies).is_allowed()
}

fn attach(policies: &[Policy]) -> Vec<Attached<'_>> {
    policies.iter().map(|policy| Attached { policy, arn: None, name: "it" }).collect()
}

#[test]
fn both_evaluators_agree() {
    let kinds = [
        PrincipalKind::User,
        PrincipalKind::RoleSession,
        PrincipalKind::Root,
        PrincipalKind::Anonymous,
    ];
    let (mut allowed, mut denied) = (0, 0);
    for seed in 0..ROUNDS {
        let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) + 1);
        let kind = kinds[dice.roll(kinds.len())];
        let asked = Asked {
            kind,
            action: dice.pick(&ACTIONS),
            resource: dice.pick(&RESOURCES),
            owner: if dice.roll(3) == 0 { OTHER } else { OWN },
            value: (dice.roll(3) > 0).then(|| dice.pick(&VALUES)),
        };
        let levels = |dice: &mut Dice| (0..dice.roll(3)).map(|_| document(dice, false)).collect();
        let world = World {
            scp: levels(&mut dice),
            rcp: levels(&mut dice),
            resource: maybe(&mut dice, true),
            identity: document(&mut dice, false),
            boundary: maybe(&mut dice, false),
            session: if kind == PrincipalKind::RoleSession {
                maybe(&mut dice, false)
            } else {
                None
            },
            endpoint: maybe(&mut dice, false),
            must_allow: dice.roll(4) == 0,
        };
        let (expected, got) = (naive(&world, &asked), ours(&world, &asked));
        assert_eq!(
            got, expected,
            "seed {seed}: {kind:?} {} {} {:?}\n{world:#?}",
            asked.action, asked.resource, asked.value
        );
        if got { allowed += 1 } else { denied += 1 }
    }
    // Both outcomes come about often enough to mean something.
    assert!(allowed > ROUNDS / 50 && denied > ROUNDS / 50, "{allowed} allowed, {denied} denied");
}
