//! The pattern language of events: does this JSON match that pattern?
