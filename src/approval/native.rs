//! The native payload's verbs. A payload can only narrow what may be decided, and nothing but the exact verb of an
//! offered decision counts (SR-47).

use std::borrow::Cow;

use crate::checkpoint::json::{Flaw, Raw, ReadJson};
use crate::error::Error;

/// The six verbs.
pub const VERBS: [&str; 6] = ["approve", "edit", "reject", "respond", "dismiss", "choose"];

/// Bytes that a reason may have.
pub const MAX_REASON: usize = 4096;

/// One verdict, as the front end hands it over.
#[derive(Debug)]
pub struct Verdict<'a> {
    /// One of [`VERBS`].
    pub verb: Cow<'a, str>,
    /// Which action it is about.
    pub action: Option<Cow<'a, str>>,
    /// The whole edited arguments.
    args: Option<Raw<'a>>,
    edits: Option<Raw<'a>>,
    choice: Option<Cow<'a, str>>,
    answer: Option<Raw<'a>>,
    /// Why.
    pub reason: Option<Cow<'a, str>>,
}

impl<'a> ReadJson<'a> for Verdict<'a> {
    fn read(raw: Raw<'a>) -> Result<Self, Flaw<'a>> {
        let mut of = raw.members()?;
        let verdict = Self {
            verb: of.take("verb")?,
            action: of.optional("action")?,
            args: of.optional("args")?,
            edits: of.optional("edits")?,
            choice: of.optional("choice")?,
            answer: of.optional("answer")?,
            reason: of.optional("reason")?,
        };
        of.end().map(|()| verdict)
    }
}

struct Request<'a> {
    decisions: Option<Vec<Cow<'a, str>>>,
    action: Option<Action<'a>>,
    actions: Option<Vec<Action<'a>>>,
    choices: Option<Vec<Choice<'a>>>,
}

impl<'a> ReadJson<'a> for Request<'a> {
    fn read(raw: Raw<'a>) -> Result<Self, Flaw<'a>> {
        let mut of = raw.members()?;
        Ok(Self {
            decisions: of.optional("decisions")?,
            action: of.optional("action")?,
            actions: of.optional("actions")?,
            choices: of.optional("choices")?,
        })
    }
}

struct Action<'a> {
    id: Cow<'a, str>,
    decisions: Option<Vec<Cow<'a, str>>>,
}

impl<'a> ReadJson<'a> for Action<'a> {
    fn read(raw: Raw<'a>) -> Result<Self, Flaw<'a>> {
        let mut of = raw.members()?;
        Ok(Self { id: of.take("id")?, decisions: of.optional("decisions")? })
    }
}

struct Choice<'a>(Cow<'a, str>);

impl<'a> ReadJson<'a> for Choice<'a> {
    fn read(raw: Raw<'a>) -> Result<Self, Flaw<'a>> {
        raw.members()?.take("id").map(Self)
    }
}

/// Whether a payload is of the native form.
pub fn is_native(payload: &str) -> bool {
    let halt = Raw::of(payload).and_then(Raw::members).and_then(|mut members| members.take::<u32>("halt"));
    halt == Ok(1)
}

/// Refuses verdicts that are no verdicts.
///
/// # Errors
/// `E_BAD_DECISION`, `E_REASON_TOO_LONG`.
pub fn parse(verdicts: &str) -> Result<Vec<Verdict<'_>>, Error> {
    let parsed: Vec<Verdict<'_>> = Raw::of(verdicts)
        .and_then(Vec::read)
        .map_err(|_| bad("A decision is a list of verdicts `{verb, …}`. Send what the form's `decide` gives."))?;
    if parsed.is_empty() {
        return Err(bad("A decision needs at least one verdict."));
    }
    for verdict in &parsed {
        if !VERBS.contains(&verdict.verb.as_ref()) {
            return Err(bad("The verb of a verdict is one of approve, edit, reject, respond, dismiss, choose."));
        }
        if verdict.reason.as_ref().is_some_and(|reason| reason.len() > MAX_REASON) {
            return Err(Error::new(
                "E_REASON_TOO_LONG",
                "A reason has at most 4096 bytes. Shorten it and send it again.",
            ));
        }
    }
    Ok(parsed)
}

/// Refuses verdicts that a native payload does not offer.
///
/// # Errors
/// `E_BAD_DECISION`: a verb that is not offered, data that its verb needs and that is missing, or an action that has
/// no verdict, two, or does not exist.
pub fn check(payload: &str, verdicts: &[Verdict<'_>]) -> Result<(), Error> {
    let request =
        Raw::of(payload).and_then(Request::read).map_err(|_| bad("The question's payload is no native request."))?;
    match (&request.action, &request.actions) {
        (Some(action), None) => check_actions(&request, std::slice::from_ref(action), verdicts),
        (None, Some(actions)) => check_actions(&request, actions, verdicts),
        _ => check_single(&request, verdicts),
    }
}

fn check_actions(request: &Request<'_>, actions: &[Action<'_>], verdicts: &[Verdict<'_>]) -> Result<(), Error> {
    if verdicts.len() != actions.len() {
        return Err(bad("Each action needs exactly one verdict."));
    }
    for action in actions {
        let mut about = verdicts.iter().filter(|verdict| verdict.action.as_ref() == Some(&action.id));
        let (Some(verdict), None) = (about.next(), about.next()) else {
            return Err(bad("Each action needs exactly one verdict that names it."));
        };
        let offered = action.decisions.as_ref().or(request.decisions.as_ref());
        check_verb(verdict, offered, &["approve", "edit", "reject"])?;
    }
    Ok(())
}

fn check_single(request: &Request<'_>, verdicts: &[Verdict<'_>]) -> Result<(), Error> {
    let [verdict] = verdicts else { return Err(bad("This question takes one verdict.")) };
    let default = if request.choices.is_some() { ["choose"] } else { ["respond"] };
    check_verb(verdict, request.decisions.as_ref(), &default)?;
    match &request.choices {
        Some(choices) if verdict.verb == "choose" => {
            let known = choices.iter().any(|choice| verdict.choice.as_ref() == Some(&choice.0));
            if known { Ok(()) } else { Err(bad("`choice` names none of the choices offered.")) }
        }
        _ => Ok(()),
    }
}

fn check_verb(verdict: &Verdict<'_>, offered: Option<&Vec<Cow<'_, str>>>, default: &[&str]) -> Result<(), Error> {
    let verb = verdict.verb.as_ref();
    let allowed = match offered {
        Some(offered) => offered.iter().any(|offer| offer == verb),
        None => default.contains(&verb),
    };
    if !allowed {
        return Err(bad("This verb is not offered for this question."));
    }
    let object = |value: Option<Raw<'_>>| value.is_some_and(|raw| raw.text().starts_with('{'));
    let complete = match verb {
        "edit" => object(verdict.args),
        "respond" => verdict.answer.is_some(),
        "choose" => verdict.choice.is_some(),
        _ => verdict.args.is_none() && verdict.edits.is_none(),
    };
    if complete { Ok(()) } else { Err(bad("The verdict lacks what its verb needs, or carries what it must not.")) }
}

fn bad(message: &str) -> Error {
    Error::new("E_BAD_DECISION", message)
}
