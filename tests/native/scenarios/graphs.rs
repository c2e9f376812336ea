//! The graphs of the demos, as far as the engine sees them: what asks, what leads where, what happens outside.

use std::rc::Rc;

use haltgraph::runtime::Goto;
use serde_json::{Value, json};

use crate::world::{Act, Call, Program, World, entry, value_of};

/// The last answer: a gate's decision, or what came in its stead.
fn answer(call: &Call) -> Value {
    call.answers.last().map_or(Value::Null, |decided| value_of(decided))
}

fn approves(decision: &Value) -> bool {
    decision["verb"] == "approve"
}

/// A gate's answer: the effect once approved, and a line in the log.
fn acts(world: &Rc<World>, effect: &'static str) -> impl Fn(&Call) -> Act + use<> {
    let world = Rc::clone(world);
    move |call| {
        if !approves(&answer(call)) {
            return Act::Update(entry("rejected"));
        }
        world.serve((call.key)(effect), effect);
        Act::Update(entry(effect))
    }
}

/// A trip is planned; a person approves the booking, which is one charge.
pub fn flight(world: &Rc<World>) -> Program {
    Program::default()
        .list("log")
        .node("planner", |_| Act::Update(entry("planned")))
        .gate("approval", |_| Act::Ask(0, json!({ "book": 187 }), None), acts(world, "charge"))
        .edge("__start__", "planner")
        .edge("planner", "approval")
}

/// A plain `interrupt()` that takes `true` or `false`, and three emails under three keys in one node.
pub fn marketing(world: &Rc<World>) -> Program {
    let world = Rc::clone(world);
    Program::default()
        .list("log")
        .channel("approved")
        .node("propose", |_| Act::Update(entry("drafted")))
        .node("review", |call| match call.ask(0, json!("Send 3 emails?")) {
            Ok(value) => Act::Update(json!({ "approved": value })),
            Err(ask) => ask,
        })
        .node("execute", move |call| {
            if call.input["approved"] != true {
                return Act::Update(entry("cancelled"));
            }
            for to in ["ana", "bo", "cy"] {
                world.serve((call.key)(to), to);
            }
            Act::Update(entry("sent"))
        })
        .edge("__start__", "propose")
        .edge("propose", "review")
        .edge("review", "execute")
}

/// A statement that writes is asked about, and runs as the person left it; one that reads is not.
pub fn sql(world: &Rc<World>) -> Program {
    let (asked, reads) = (Rc::clone(world), Rc::clone(world));
    Program::default()
        .list("log")
        .channel("statement")
        .node("classify", |_| Act::Update(entry("classified")))
        .gate(
            "guard",
            |call| Act::Ask(0, json!({ "sql": call.input["statement"] }), None),
            move |call| {
                let decision = answer(call);
                let edited = decision["args"]["sql"].as_str().map(str::to_owned);
                let statement = edited.unwrap_or_else(|| text(&call.input["statement"]));
                if decision["verb"] == "reject" {
                    return Act::Update(entry("refused"));
                }
                asked.serve((call.key)("run"), &statement);
                Act::Update(entry(&statement))
            },
        )
        .node("read", move |call| {
            reads.serve((call.key)("run"), &text(&call.input["statement"]));
            Act::Update(entry("rows"))
        })
        .edge("__start__", "classify")
        .branch("classify", |state| {
            let writes = !text(&state["statement"]).starts_with("SELECT");
            vec![if writes { "guard" } else { "read" }.into()]
        })
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// An itinerary that is asked about again after every edit, until it is approved.
pub fn travel(world: &Rc<World>) -> Program {
    let world = Rc::clone(world);
    Program::default()
        .list("log")
        .channel("nights")
        .channel("agreed")
        .node("propose", |_| Act::Update(json!({ "nights": 3, "log": ["proposed"] })))
        .gate(
            "review",
            |call| Act::Ask(0, json!({ "nights": call.input["nights"] }), None),
            |call| match answer(call) {
                decision if decision["verb"] == "edit" => {
                    Act::Update(json!({ "nights": decision["args"]["nights"], "log": ["edited"] }))
                }
                decision => Act::Update(json!({ "agreed": approves(&decision), "log": ["agreed"] })),
            },
        )
        .node("book", move |call| {
            let what = format!("{} nights", call.input["nights"]);
            world.serve((call.key)("hotel"), &what);
            Act::Update(entry(&what))
        })
        .edge("__start__", "propose")
        .edge("propose", "review")
        .branch("review", |state| vec![if state["agreed"] == true { "book" } else { "review" }.into()])
}

/// How long the plan waits for its person, in milliseconds.
pub const PATIENCE: u64 = 60_000;

/// A plan that counts as rejected when nobody answers in time.
pub fn plan(world: &Rc<World>) -> Program {
    let late = || Some((PATIENCE, json!({ "verb": "reject" })));
    Program::default()
        .list("log")
        .node("plan", |_| Act::Update(entry("planned")))
        .gate("confirm", move |_| Act::Ask(0, json!("deploy?"), late()), acts(world, "deploy"))
        .edge("__start__", "plan")
        .edge("plan", "confirm")
}

/// A planner sends each finding to a gate of its own; a report follows when all are decided.
pub fn cluster(world: &Rc<World>) -> Program {
    let world = Rc::clone(world);
    let send = |pod: &Value| Goto::Send("remedy".into(), json!({ "pod": pod }));
    Program::default()
        .list("log")
        .channel("pods")
        .node("scan", |_| Act::Update(json!({ "pods": ["api", "db", "web", "mail"], "log": ["scanned"] })))
        .gate(
            "remedy",
            |call| Act::Ask(0, json!({ "restart": call.input["pod"] }), None),
            move |call| {
                let pod = text(&call.input["pod"]);
                if !approves(&answer(call)) {
                    return Act::Update(entry(&format!("left {pod}")));
                }
                world.serve((call.key)("restart"), &pod);
                Act::Update(entry(&format!("restarted {pod}")))
            },
        )
        .node("report", |call| {
            Act::Update(entry(&format!("{} lines", call.input["log"].as_array().map_or(0, Vec::len))))
        })
        .edge("__start__", "scan")
        .fan_out("scan", move |state| state["pods"].as_array().into_iter().flatten().map(send).collect())
        .edge("remedy", "report")
}

/// Two people sign, each asked by a Send of their own, one after a step more than the other; a join releases.
pub fn sign_off(world: &Rc<World>) -> Program {
    let sign = |who: &'static str| move |call: &Call| Act::Ask(0, json!({ who: call.input["amount"] }), None);
    let signed = |who: &'static str| {
        move |call: &Call| {
            let verdict = if approves(&answer(call)) { "signed" } else { "refused" };
            Act::Update(entry(&format!("{who} {verdict}")))
        }
    };
    let world = Rc::clone(world);
    Program::default()
        .list("log")
        .node("draft", |_| Act::Update(entry("drafted")))
        .gate("finance", sign("finance"), signed("finance"))
        .gate("legal", sign("legal"), signed("legal"))
        .node("file", |_| Act::Update(entry("filed")))
        .node("release", move |call| {
            let log = call.input["log"].to_string();
            if log.contains("refused") {
                return Act::Update(entry("withheld"));
            }
            world.serve((call.key)("pay"), "pay");
            Act::Update(entry("paid"))
        })
        .edge("__start__", "draft")
        .fan_out("draft", |_| ["finance", "legal"].map(|who| Goto::Send(who.into(), json!({ "amount": 5000 }))).into())
        .edge("legal", "file")
        .join(&["finance", "file"], "release")
}
