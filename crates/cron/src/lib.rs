//! Schedules: rate, cron and at expressions, and when they come due.
