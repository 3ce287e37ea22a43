//! Templates of CloudFormation: read, checked, and their functions evaluated.
