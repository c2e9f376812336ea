//! The tasks of a superstep, and how many of them stand where: the machine asks after every event whether any is still to
//! start, to finish or to be stored, and among a thousand tasks must not look at each for it.

use super::{Settled, Stage, Task, TaskId};

/// See the module. Ids are successive, so that a task is found by its own.
#[derive(Debug)]
pub(in crate::pregel) struct Tasks<V> {
    list: Vec<Task<V>>,
    counts: Counts,
    /// No task before this place is to be started.
    first_ready: usize,
}

/// How many tasks stand where.
#[derive(Debug, Default)]
struct Counts {
    ready: usize,
    /// Their node runs, or their conditional edges are being asked.
    busy: usize,
    paused: usize,
    /// What they came to is not in the store.
    unsaved: usize,
}

impl Counts {
    /// The counts that a task is among.
    fn of<V>(&mut self, task: &Task<V>) -> [Option<&mut usize>; 2] {
        let unsaved = (!task.stored).then_some(&mut self.unsaved);
        match &task.stage {
            Stage::Ready => [Some(&mut self.ready), None],
            Stage::Running | Stage::Routing { .. } => [Some(&mut self.busy), None],
            Stage::Settled(Settled::Paused(_)) => [Some(&mut self.paused), unsaved],
            Stage::Settled(_) => [None, unsaved],
        }
    }
}

impl<V> Default for Tasks<V> {
    fn default() -> Self {
        Self { list: Vec::new(), counts: Counts::default(), first_ready: 0 }
    }
}

impl<V> Tasks<V> {
    /// In the order in which they started.
    pub fn list(&self) -> &[Task<V>] {
        &self.list
    }

    pub fn into_list(self) -> Vec<Task<V>> {
        self.list
    }

    pub fn has_ready(&self) -> bool {
        self.counts.ready > 0
    }

    pub fn busy(&self) -> usize {
        self.counts.busy
    }

    pub fn paused(&self) -> usize {
        self.counts.paused
    }

    /// Whether what some task came to still has to be stored.
    pub fn has_unsaved(&self) -> bool {
        self.counts.unsaved > 0
    }

    /// The task of that id, unless it is of another superstep.
    pub fn get(&self, id: TaskId) -> Option<&Task<V>> {
        self.list.get(self.place(id)?)
    }

    fn place(&self, id: TaskId) -> Option<usize> {
        id.0.checked_sub(self.list.first()?.id.0).map(|place| place as usize)
    }

    pub fn push(&mut self, task: Task<V>) {
        self.counts.of(&task).into_iter().flatten().for_each(|count| *count += 1);
        self.list.push(task);
    }

    /// Changes the task of that id; nothing where it is of another superstep. Not generic: that would compile it for each
    /// caller.
    pub fn change(&mut self, id: TaskId, change: &mut dyn FnMut(&mut Task<V>)) {
        let Some(place) = self.place(id) else { return };
        let Some(task) = self.list.get_mut(place) else { return };
        self.counts.of(task).into_iter().flatten().for_each(|count| *count -= 1);
        change(task);
        self.counts.of(task).into_iter().flatten().for_each(|count| *count += 1);
        if matches!(task.stage, Stage::Ready) {
            self.first_ready = self.first_ready.min(place);
        }
    }

    /// The task of that id stands elsewhere from now on.
    pub fn set(&mut self, id: TaskId, stage: Stage<V>) {
        let mut stage = Some(stage);
        self.change(id, &mut |task| task.stage = stage.take().unwrap_or(Stage::Ready));
    }

    /// The first task that is to be started.
    pub fn next_ready(&mut self) -> Option<TaskId> {
        let rest = self.list.get(self.first_ready..).filter(|_| self.has_ready())?;
        self.first_ready += rest.iter().position(|task| matches!(task.stage, Stage::Ready))?;
        self.list.get(self.first_ready).map(Task::id)
    }

    /// The ids, ascending, of those that are meant.
    pub fn ids(&self, meant: impl Fn(&Task<V>) -> bool) -> Vec<TaskId> {
        self.list.iter().filter(|task| meant(task)).map(Task::id).collect()
    }
}
