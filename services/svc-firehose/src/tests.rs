//! Tests of Firehose in a world in memory are its cases; what is pure is tested where it stands.
