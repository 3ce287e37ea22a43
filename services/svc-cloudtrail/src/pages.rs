//! Pages of lists that are short enough to be read whole: their order is that of their keys.

use kernel::{ApiError, page};

use crate::errors;

pub struct Page<T> {
    pub items: Vec<T>,
    pub token: Option<String>,
}

/// The items after the token, up to `wanted` or `most`.
pub fn cut<T>(
    operation: &str,
    token: Option<&str>,
    wanted: Option<i64>,
    most: usize,
    items: Vec<(String, T)>,
) -> Result<Page<T>, ApiError> {
    let after = match token {
        None => None,
        Some(token) => {
            let position = page::decode(operation, token);
            let key = position.and_then(|position| String::from_utf8(position).ok());
            Some(key.ok_or_else(errors::bad_token)?)
        }
    };
    let count = wanted.and_then(|wanted| usize::try_from(wanted).ok()).unwrap_or(most).min(most);
    let rest = items.into_iter().skip_while(|(key, _)| after.as_ref().is_some_and(|it| key <= it));
    let mut rest = rest.peekable();
    let (mut out, mut last) = (Vec::new(), None);
    while out.len() < count.max(1)
        && let Some((key, item)) = rest.next()
    {
        out.push(item);
        last = Some(key);
    }
    let token = last.filter(|_| rest.peek().is_some());
    Ok(Page { items: out, token: token.map(|key| page::encode(operation, key.as_bytes())) })
}
