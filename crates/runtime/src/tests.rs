//! Real processes of the interpreters of this host.
