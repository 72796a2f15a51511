//! The client, over real sockets and over a transport that answers from a script.

mod answers;
mod cloud;
mod connections;
mod context;
mod credential;
mod documented;
mod faults;
mod once;
mod operations;
mod pages;
mod retry;
mod script;
mod secrets;
mod storing;
mod support;
mod terminal;
mod thousand;
