//! [`Script`]: the answers of the people in a test, in order or by node.

use std::collections::VecDeque;

use serde_json::Value;

use crate::error::Error;
use crate::typed::{App, Decision, Outcome, Question, Result, State};

/// The answers that people give in a test. Each question takes the first answer that is left for it: one given with
/// [`at`](Self::at) is for that node's questions only.
#[derive(Clone, Debug, Default)]
#[must_use = "a script does nothing until it is run"]
pub struct Script {
    lines: VecDeque<Line>,
    node: Option<String>,
}

#[derive(Clone, Debug)]
struct Line {
    node: Option<String>,
    act: Act,
}

#[derive(Clone, Debug)]
enum Act {
    Decide(Decision),
    Cancel,
}

impl Script {
    /// No answers yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The next answer is for a question of this node.
    pub fn at(self, node: &str) -> Self {
        Self { node: Some(node.to_owned()), ..self }
    }

    /// Somebody approves.
    pub fn approve(self) -> Self {
        self.decide(Decision::Approve)
    }

    /// Somebody rejects, and says why.
    pub fn reject(self, reason: &str) -> Self {
        self.decide(Decision::reject(reason))
    }

    /// Somebody approves other arguments.
    pub fn edit(self, args: Value) -> Self {
        self.decide(Decision::edit(args))
    }

    /// Somebody answers a question of no special form.
    pub fn value(self, value: impl Into<Value>) -> Self {
        self.decide(Decision::value(value))
    }

    /// Somebody stops the thread.
    pub fn cancel(self) -> Self {
        self.act(Act::Cancel)
    }

    /// Somebody decides.
    pub fn decide(self, decision: Decision) -> Self {
        self.act(Act::Decide(decision))
    }

    fn act(mut self, act: Act) -> Self {
        let node = self.node.take();
        self.lines.push_back(Line { node, act });
        self
    }

    /// Answers question after question until none is left, beginning with those of this outcome.
    ///
    /// # Errors
    /// `E_SCRIPT` for a question without an answer, and for an answer that no question took; what the run failed with.
    pub async fn run<S: State>(mut self, app: &App<S>, mut outcome: Outcome<S>) -> Result<Outcome<S>> {
        while !outcome.questions().is_empty() {
            let (question, act) = self.next(outcome.questions())?;
            outcome = match act {
                Act::Decide(decision) => app.resume(question, decision).await?.done.await?,
                Act::Cancel => {
                    app.cancel(&question.thread, None).await?;
                    app.invoke(crate::typed::Continue, question.thread.as_str()).await?
                }
            };
        }
        match self.lines.front() {
            None => Ok(outcome),
            Some(line) => Err(Error::new("E_SCRIPT", format!("No question took the answer {:?}.", line.act))),
        }
    }

    /// The first question that an answer is left for, with that answer.
    fn next<'a>(&mut self, questions: &'a [Question]) -> Result<(&'a Question, Act)> {
        for question in questions {
            let fits = |line: &Line| line.node.as_ref().is_none_or(|node| *node == question.node);
            if let Some(line) = self.lines.iter().position(fits).and_then(|place| self.lines.remove(place)) {
                return Ok((question, line.act));
            }
        }
        let asked: Vec<String> =
            questions.iter().map(|question| format!("{} ({})", question.node, question.title())).collect();
        Err(Error::new("E_SCRIPT", format!("No answer is left for: {}.", asked.join(", "))))
    }
}
