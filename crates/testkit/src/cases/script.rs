//! The steps of a case file, and what every file must have.

use std::time::Duration;

use world::{AccountId, Region};

use super::Fault;
use super::caller::{Caller, Credentials};
use super::notation::{Cursor, Pattern};

#[derive(Debug)]
pub(super) struct Step {
    pub line: usize,
    pub action: Action,
    pub expected: Expected,
}

#[derive(Debug)]
pub(super) enum Action {
    As(Caller),
    Advance(Duration),
    /// Without a value the setting is removed.
    Set {
        name: String,
        value: Option<String>,
    },
    Call(Request),
    /// Makes a call that must not answer yet.
    Begin {
        name: String,
        request: Request,
    },
    /// The call has not answered yet.
    Waiting(String),
    /// The call has answered.
    End(String),
}

#[derive(Debug)]
pub(super) struct Request {
    pub service: String,
    pub operation: String,
    pub input: Pattern,
}

#[derive(Debug)]
pub(super) enum Expected {
    /// Success, whatever the answer.
    Success,
    Answer {
        line: usize,
        pattern: Pattern,
    },
    Refusal {
        line: usize,
        refusal: Refusal,
    },
}

/// What an error must have; what is not written may be anything.
#[derive(Debug)]
pub(super) struct Refusal {
    pub code: String,
    pub status: Option<u16>,
    pub message: Option<Pattern>,
    pub members: Option<Pattern>,
}

pub(super) fn parse(text: &str) -> Result<Vec<Step>, Fault> {
    check_head(text)?;
    let mut cursor = Cursor::new(text);
    let mut steps = Vec::new();
    loop {
        cursor.skip_to_token();
        if cursor.peek().is_none() {
            break;
        }
        steps.push(step(&mut cursor)?);
    }
    check_both_outcomes(&steps)?;
    Ok(steps)
}

/// A file begins by saying where its expectations come from.
fn check_head(text: &str) -> Result<(), Fault> {
    let mut head = text.lines().take_while(|line| line.starts_with('#'));
    let names_source =
        |line: &str| line.strip_prefix("# Source:").is_some_and(|source| !source.trim().is_empty());
    if head.any(names_source) {
        return Ok(());
    }
    Err(Fault::new(1, "the comment at the head needs a line `# Source: …`"))
}

fn check_both_outcomes(steps: &[Step]) -> Result<(), Fault> {
    let has_refusal = steps.iter().any(|step| matches!(step.expected, Expected::Refusal { .. }));
    let has_answer = steps.iter().any(|step| matches!(step.expected, Expected::Answer { .. }));
    if has_refusal && has_answer {
        return Ok(());
    }
    Err(Fault::new(1, "a case shows a success (`=> {…}`) and a refusal (`=> error …`)"))
}

fn step(cursor: &mut Cursor) -> Result<Step, Fault> {
    let line = cursor.line();
    let word = cursor.word();
    let action = match word {
        "as" => Action::As(caller(cursor)?),
        "advance" => {
            let span = cursor.word();
            Action::Advance(duration(span).ok_or_else(|| {
                cursor.fault(format!("`{span}` is no span of time, such as 500ms, 30s, 5m, 2h, 4d"))
            })?)
        }
        "set" => {
            let (name, value) = (cursor.word().to_owned(), cursor.word().to_owned());
            Action::Set { name, value: Some(value).filter(|value| !value.is_empty()) }
        }
        "begin" => {
            let name = cursor.word().to_owned();
            let service = cursor.word().to_owned();
            Action::Begin { name, request: request(cursor, service)? }
        }
        "waiting" => Action::Waiting(cursor.word().to_owned()),
        "end" => Action::End(cursor.word().to_owned()),
        "=>" => return Err(cursor.fault("`=>` follows a call or `end`")),
        service => Action::Call(request(cursor, service.to_owned())?),
    };
    cursor.expect_line_end()?;
    let expected = match action {
        Action::Call(_) | Action::End(_) => expected(cursor)?,
        _ => Expected::Success,
    };
    Ok(Step { line, action, expected })
}

fn request(cursor: &mut Cursor, service: String) -> Result<Request, Fault> {
    let operation = cursor.word().to_owned();
    let model = wire::archive::service_entry(&service).ok_or_else(|| {
        cursor.fault(format!("`{service}` is neither a step nor a service of the models"))
    })?;
    if model.model().operation(&operation).is_none() {
        return Err(cursor.fault(format!("{service} has no operation `{operation}`")));
    }
    let nothing = Pattern::Object { members: Vec::new(), is_open: false };
    let input = if cursor.is_line_end() { nothing } else { cursor.value()? };
    Ok(Request { service, operation, input })
}

fn expected(cursor: &mut Cursor) -> Result<Expected, Fault> {
    cursor.skip_to_token();
    let line = cursor.line();
    if !cursor.take("=>") {
        return Ok(Expected::Success);
    }
    cursor.skip_blanks();
    let expected = if cursor.take("error ") {
        Expected::Refusal { line, refusal: refusal(cursor)? }
    } else {
        Expected::Answer { line, pattern: cursor.value()? }
    };
    cursor.expect_line_end()?;
    Ok(expected)
}

fn refusal(cursor: &mut Cursor) -> Result<Refusal, Fault> {
    let code = cursor.word().to_owned();
    if code.is_empty() {
        return Err(cursor.fault("an error has a code"));
    }
    let mut refusal = Refusal { code, status: None, message: None, members: None };
    while !cursor.is_line_end() {
        let (slot, value) = match cursor.peek() {
            Some('{') => (&mut refusal.members, cursor.value()?),
            Some('"' | '`' | '/') => (&mut refusal.message, cursor.value()?),
            _ if refusal.status.is_none() => {
                let word = cursor.word();
                let status = word.parse().map_err(|_| {
                    cursor.fault(format!("`{word}` is neither a status nor a message"))
                })?;
                refusal.status = Some(status);
                continue;
            }
            _ => return Err(cursor.fault("an error has one status")),
        };
        *slot = Some(value);
    }
    Ok(refusal)
}

/// `111111111111`, `anonymous`, an ARN of a user, `session $id $token`, or `service NAME`; then a
/// region.
fn caller(cursor: &mut Cursor) -> Result<Caller, Fault> {
    let word = cursor.word();
    if word == "service" {
        return service(cursor);
    }
    let credentials = if let Some(account) = AccountId::parse(word) {
        Credentials::Root(account)
    } else if word == "anonymous" {
        Credentials::Anonymous
    } else if word == "session" {
        let (id, token) = (saved(cursor)?, saved(cursor)?);
        Credentials::Session { id, token }
    } else {
        Credentials::user(word).ok_or_else(|| cursor.fault(format!("`{word}` is no caller")))?
    };
    let word = cursor.word();
    Ok(Caller { credentials, region: region(cursor, word)? })
}

/// `sns.amazonaws.com`, `for ARN`, `of ACCOUNT` where the ARN names none; then a region.
fn service(cursor: &mut Cursor) -> Result<Caller, Fault> {
    let name = cursor.word();
    let mut word = cursor.word();
    let mut source = None;
    if word == "for" {
        source = Some((cursor.word(), None));
        word = cursor.word();
        if word == "of" {
            let account = AccountId::parse(cursor.word());
            source = source.map(|(arn, _)| (arn, account));
            word = cursor.word();
        }
    }
    let credentials = Credentials::service(name, source)
        .ok_or_else(|| cursor.fault("`for` takes an ARN with an account, or `of` the account"))?;
    Ok(Caller { credentials, region: region(cursor, word)? })
}

fn region(cursor: &Cursor, word: &str) -> Result<Region, Fault> {
    match word {
        "" => Ok(Region::DEFAULT),
        name => Region::parse(name).ok_or_else(|| cursor.fault(format!("`{name}` is no region"))),
    }
}

fn saved(cursor: &mut Cursor) -> Result<String, Fault> {
    let word = cursor.word();
    let name = word.strip_prefix('$').filter(|name| !name.is_empty());
    name.map(str::to_owned).ok_or_else(|| cursor.fault("`session` takes `$id $token`"))
}

fn duration(text: &str) -> Option<Duration> {
    let digits = text.len() - text.trim_start_matches(|digit: char| digit.is_ascii_digit()).len();
    let count: u32 = text[..digits].parse().ok()?;
    let unit = match &text[digits..] {
        "ms" => Duration::from_millis(1),
        "s" => Duration::from_secs(1),
        "m" => Duration::from_mins(1),
        "h" => Duration::from_hours(1),
        "d" => Duration::from_hours(24),
        _ => return None,
    };
    unit.checked_mul(count)
}
