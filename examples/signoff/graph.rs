//! Four eyes: two people are asked at the same time, each about the same payment, and nothing is paid unless both said yes
//! and are not the same person.

use haltgraph::{Arg, Ask, Decision, END, Result, Runtime, START, SendTo, State, StateGraph, append};
use serde::{Deserialize, Serialize};

/// Whom to ask, and about what: what a `SendTo` carries.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Approver {
    pub role: String,
    pub payment: String,
}

/// What one of them said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Signature {
    pub role: String,
    pub by: String,
    pub approved: bool,
}

#[derive(State, Clone, Default, Debug, Serialize, Deserialize)]
pub struct Payment {
    pub payment: String,
    #[state(reducer = append)]
    pub signatures: Vec<Signature>,
    pub outcome: Option<String>,
}

fn approvers(state: &Payment) -> Vec<SendTo> {
    let send = |role: &str| SendTo::new("approver", Approver { role: role.to_owned(), payment: state.payment.clone() });
    ["finance", "legal"].map(send).into()
}

fn ask(Arg(approver): &Arg<Approver>) -> Ask {
    Ask::new("payment")
        .title(format!("{}: pay {}?", approver.role, approver.payment))
        .choice("sign", "Sign")
        .choice("refuse", "Refuse")
}

async fn answer(Arg(approver): Arg<Approver>, decision: Decision, rt: Runtime) -> Result<PaymentUpdate> {
    let by = rt.decided().map(|decider| decider.by).unwrap_or_default();
    let approved = decision == Decision::choose("sign");
    Ok(Payment::update().signatures([Signature { role: approver.role, by, approved }]))
}

/// Runs once, when all have answered.
fn check(state: Payment, rt: Runtime) -> Result<PaymentUpdate> {
    let outcome = match state.signatures.as_slice() {
        [a, b] if !(a.approved && b.approved) => "refused".to_owned(),
        [a, b] if a.by == b.by => format!("refused: {} cannot sign twice", a.by),
        [_, _] => format!("paid {} under {}", state.payment, rt.key("pay").chars().take(6).collect::<String>()),
        _ => "refused: a signature is missing".to_owned(),
    };
    Ok(Payment::update().outcome(outcome))
}

pub fn graph() -> StateGraph<Payment> {
    StateGraph::new()
        .name("signoff")
        .gate("approver", ask, answer)
        .node("check", check)
        .branch_to(START, approvers, ["approver"])
        .edge("approver", "check")
        .edge("check", END)
}
