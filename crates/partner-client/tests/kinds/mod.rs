//! An operation of each kind, from its description to the answer: `description` is made up, `generated` is made of
//! it, and a transport answers from a script.

mod answers;
mod deadlines;
mod files;
mod following;
mod hosts;
mod pages;
mod requests;
mod script;
