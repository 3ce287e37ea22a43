//! What leaves the machine: HTTP requests and mail. Blocking; for work outside transactions.
