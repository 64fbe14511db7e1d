//! A panic in a browser is a trap: the standard library writes its words to standard error, which no browser has.
//! So they need not be loaded, nor what puts them together.

use std::collections::HashSet;

use walrus::ir::{Br, BrIf, BrTable, Call, Instr, InstrSeqId, Return, Visitor, dfs_in_order};
use walrus::{FunctionId, FunctionKind, LocalFunction, Module};

/// Lets every function trap at once that neither comes back nor calls the browser.
pub fn trap(module: &mut Module) {
    let telling = telling(module);
    let functions = module.funcs.iter_local();
    let panics = functions.filter(|(id, function)| !telling.contains(id) && !comes_back(function));
    let panics: Vec<_> = panics.map(|(id, _)| id).collect();
    for id in panics {
        let function = module.funcs.get_mut(id).kind.unwrap_local_mut();
        let mut body = function.builder_mut().func_body();
        body.instrs_mut().clear();
        body.unreachable();
    }
}

/// The functions that call the browser, or one that does.
fn telling(module: &Module) -> HashSet<FunctionId> {
    let is_import = |kind: &FunctionKind| matches!(kind, FunctionKind::Import(_));
    let imports = module.funcs.iter().filter(|function| is_import(&function.kind));
    let mut telling: HashSet<_> = imports.map(walrus::Function::id).collect();
    let calls = module.funcs.iter_local().map(|(id, function)| (id, Ways::of(function).calls));
    let mut silent: Vec<_> = calls.collect();
    loop {
        let known = telling.len();
        silent.retain(|(id, calls)| {
            let is_silent = calls.is_disjoint(&telling);
            if !is_silent {
                telling.insert(*id);
            }
            is_silent
        });
        if telling.len() == known {
            return telling;
        }
    }
}

/// Whether a function can end but by a trap.
fn comes_back(function: &LocalFunction) -> bool {
    let end = function.block(function.entry_block()).instrs.last();
    let traps = end.is_some_and(|(end, _)| matches!(end, Instr::Unreachable(_)));
    !traps || Ways::of(function).leaves
}

/// Where a function leads.
struct Ways {
    entry: InstrSeqId,
    /// Whether it leaves itself before its end.
    leaves: bool,
    /// The functions that it calls by name.
    calls: HashSet<FunctionId>,
}

impl Ways {
    fn of(function: &LocalFunction) -> Self {
        let entry = function.entry_block();
        let mut ways = Self { entry, leaves: false, calls: HashSet::new() };
        dfs_in_order(&mut ways, function, entry);
        ways
    }
}

impl Visitor<'_> for Ways {
    fn visit_call(&mut self, call: &Call) {
        self.calls.insert(call.func);
    }

    fn visit_return(&mut self, _: &Return) {
        self.leaves = true;
    }

    fn visit_br(&mut self, br: &Br) {
        self.leaves |= br.block == self.entry;
    }

    fn visit_br_if(&mut self, br: &BrIf) {
        self.leaves |= br.block == self.entry;
    }

    fn visit_br_table(&mut self, br: &BrTable) {
        self.leaves |= br.default == self.entry || br.blocks.contains(&self.entry);
    }
}
