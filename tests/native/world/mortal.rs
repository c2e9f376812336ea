//! A saver that dies with its page.

use std::rc::Rc;

use haltgraph::checkpoint::batch::{CommitBatch, Committed};
use haltgraph::checkpoint::question::{Asked, Decided};
use haltgraph::checkpoint::record::Loaded;
use haltgraph::checkpoint::saver::{Capabilities, Done, Lock, Notice, QuestionRead, Saver, Standing};
use haltgraph::checkpoint::{CheckpointId, Head, InterruptId};
use haltgraph::savers::MemorySaver;

use super::{Post, Pulse};

/// A saver whose page may die before a commit, or after it and before anybody hears of it.
pub struct Mortal {
    pub inner: MemorySaver<Rc<str>>,
    pub pulse: Rc<Pulse>,
    pub post: Rc<Post>,
}

impl Mortal {
    /// Passes an answer on, if the page lives to hear it.
    fn heard<T: 'static>(&self, done: Done<T>) -> Done<T> {
        let (pulse, post) = (Rc::clone(&self.pulse), Rc::clone(&self.post));
        Box::new(move |answer| {
            post.send(move || {
                if pulse.is_alive() {
                    done(answer);
                }
            });
        })
    }
}

impl Saver<Rc<str>> for Mortal {
    fn capabilities(&self) -> Capabilities {
        self.inner.capabilities()
    }
    fn hashes_state(&self) -> bool {
        self.inner.hashes_state()
    }
    fn inline_limit(&self) -> u32 {
        self.inner.inline_limit()
    }
    fn head(&self, thread: &str, done: Done<Option<Head>>) {
        self.inner.head(thread, self.heard(done));
    }
    fn standing(&self, thread: &str, done: Done<Standing>) {
        self.inner.standing(thread, self.heard(done));
    }
    fn load(&self, thread: &str, at: Option<&CheckpointId>, done: Done<Option<Loaded<Rc<str>>>>) {
        self.inner.load(thread, at, self.heard(done));
    }
    fn history(&self, thread: &str, before: Option<u64>, limit: u32, done: Done<Vec<Loaded<Rc<str>>>>) {
        self.inner.history(thread, before, limit, self.heard(done));
    }
    fn question(&self, thread: &str, interrupt: &InterruptId, done: Done<QuestionRead>) {
        self.inner.question(thread, interrupt, self.heard(done));
    }
    fn questions(&self, graph: &str, done: Done<Vec<Asked>>) {
        self.inner.questions(graph, self.heard(done));
    }
    fn decisions(&self, thread: &str, done: Done<Vec<Decided>>) {
        self.inner.decisions(thread, self.heard(done));
    }
    fn audit(&self, thread: &str, done: Done<Vec<Rc<str>>>) {
        self.inner.audit(thread, self.heard(done));
    }
    fn heads(&self, graph: Option<&str>, done: Done<Vec<Head>>) {
        self.inner.heads(graph, self.heard(done));
    }
    fn commit(&self, batch: CommitBatch<Rc<str>>, done: Done<Committed>) {
        if !self.pulse.beat() {
            return;
        }
        let (pulse, post) = (Rc::clone(&self.pulse), Rc::clone(&self.post));
        self.inner.commit(
            batch,
            Box::new(move |answer| {
                post.send(move || {
                    if pulse.beat() {
                        done(answer);
                    }
                });
            }),
        );
    }
    fn delete_thread(&self, thread: &str, done: Done<()>) {
        self.inner.delete_thread(thread, self.heard(done));
    }
    fn forget(&self, thread: &str, done: Done<()>) {
        self.inner.forget(thread, self.heard(done));
    }
    fn lock(&self, thread: &str, wait: bool, done: Done<Lock>) {
        self.inner.lock(thread, wait, self.heard(done));
    }
    fn is_locked(&self, thread: &str, done: Done<Option<bool>>) {
        self.inner.is_locked(thread, self.heard(done));
    }
    fn watch(&self, notify: Rc<dyn Fn(Notice)>) -> Box<dyn std::any::Any> {
        self.inner.watch(notify)
    }
}
