//! GetLogEvents: the events of one stream, forward and backward.
//!
//! A token is a direction and the id of an event; it stays good for ever, so where nothing further
//! is found the same token is answered, and the next call sees what has come meanwhile.

use kernel::{ApiError, Ctx};

use crate::access;
use crate::api::{GetLogEventsInput, GetLogEventsOutput, OutputLogEventBuilder};
use crate::errors;
use crate::group;
use crate::limits;
use crate::position::Position;
use crate::reader::{Event, Reader, Streams};
use crate::state::Class;
use crate::stream;

enum Token {
    /// After this event.
    Forward(Position),
    /// Before this event.
    Backward(Position),
}

pub fn get_log_events(
    ctx: &mut Ctx<'_>,
    input: GetLogEventsInput<'_>,
) -> Result<GetLogEventsOutput, ApiError> {
    let group = group::named(ctx, input.log_group_name(), input.log_group_identifier())?;
    if group.row.class != Class::Standard {
        return Err(errors::not_for_class("GetLogEvents", group.row.class.name()));
    }
    let masks = access::masks(ctx, &group, input.unmask())?;
    let stream = stream::find(ctx, &group, input.log_stream_name())?;
    let token = input.next_token().map(|it| Token::read(it).ok_or_else(errors::bad_token));
    let token = token.transpose()?;
    let start = input.start_time().unwrap_or(0).max(group.floor(ctx.now().millis()));
    let mut from = Position::at_time(start);
    let mut to = input.end_time().map_or(Position::LAST, Position::at_time);
    let is_forward = match token {
        Some(Token::Forward(after)) => {
            from = from.max(after.next());
            true
        }
        Some(Token::Backward(before)) => {
            to = to.min(before);
            false
        }
        None => input.start_from_head() == Some(true),
    };
    let most = input.limit().map_or(limits::PAGE_EVENTS_MAX, |limit| limit as usize);
    let mut reader =
        Reader::new(group, Streams::Few(vec![stream.id]), (from, to), !is_forward).masked(masks);
    let mut events = read_page(ctx, &mut reader, most)?;
    if !is_forward {
        events.reverse();
    }
    let (forward, backward) = match (events.first(), events.last(), &token) {
        (Some(first), Some(last), _) => (last.position, first.position),
        (_, _, Some(Token::Forward(at) | Token::Backward(at))) => (*at, *at),
        _ => (Position::FIRST, Position::FIRST),
    };
    let shown = events.into_iter().map(|event| {
        OutputLogEventBuilder::new()
            .timestamp(event.position.at())
            .message(event.message)
            .ingestion_time(event.ingested)
    });
    Ok(GetLogEventsOutput::new()
        .events(shown.collect::<Vec<_>>())
        .next_forward_token(Token::Forward(forward).write())
        .next_backward_token(Token::Backward(backward).write()))
}

fn read_page(ctx: &mut Ctx<'_>, reader: &mut Reader, most: usize) -> Result<Vec<Event>, ApiError> {
    let mut events = Vec::new();
    let mut bytes = 0;
    while events.len() < most && bytes < limits::PAGE_BYTES_MAX {
        let Some(event) = reader.next(ctx)? else { break };
        bytes += event.message.len() + limits::EVENT_OVERHEAD_BYTES;
        if bytes > limits::PAGE_BYTES_MAX && !events.is_empty() {
            break;
        }
        events.push(event);
    }
    Ok(events)
}

impl Token {
    fn write(&self) -> String {
        match self {
            Token::Forward(position) => format!("f/{}/s", position.digits()),
            Token::Backward(position) => format!("b/{}/s", position.digits()),
        }
    }

    fn read(text: &str) -> Option<Token> {
        let digits = text.get(2..)?.trim_end_matches("/s");
        let position = Position::of_digits(digits)?;
        match text.get(..2)? {
            "f/" => Some(Token::Forward(position)),
            "b/" => Some(Token::Backward(position)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_read_as_they_are_written() {
        let position = Position::new(1_893_456_000_000, 3, 4, 5);
        for token in [Token::Forward(position), Token::Backward(position)] {
            let text = token.write();
            assert_eq!(text.len(), 60);
            assert_eq!(Token::read(&text).unwrap().write(), text);
        }
        assert!(Token::read("x/1/s").is_none());
        assert!(Token::read("f/").is_none());
        assert!(Token::read("é").is_none());
    }
}
