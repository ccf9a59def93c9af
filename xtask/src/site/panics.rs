//! Panics without words. A wasm for phones aborts when it panics and shows nobody why (there is no hook that would),
//! yet every check of an index carries a message and its place in the source. Here the functions that make these
//! messages become traps, and the optimiser drops what leads to nothing else. What a page does stays the same.

use anyhow::Result;
use walrus::{FunctionBuilder, FunctionKind, Module};

/// How the names of such functions begin. One that a new compiler calls otherwise only makes the wasm larger.
const DEAD_ENDS: [&str; 13] = [
    "alloc::alloc::handle_alloc_error",
    "alloc::raw_vec::capacity_overflow",
    "alloc::raw_vec::handle_error",
    "core::cell::panic_already",
    "core::option::expect_failed",
    "core::option::unwrap_failed",
    "core::panicking::",
    "core::result::unwrap_failed",
    "core::slice::copy_from_slice_impl::len_mismatch_fail",
    "core::slice::index::slice_",
    "core::str::slice_error_fail",
    "std::alloc::rust_oom",
    "std::thread::local::panic_access_error",
];

/// The same module, silent.
pub fn silence(wasm: &[u8]) -> Result<Vec<u8>> {
    let mut module = Module::from_buffer(wasm)?;
    let dead_ends: Vec<_> = module
        .funcs
        .iter()
        .filter(|function| function.name.as_deref().is_some_and(is_dead_end))
        .map(walrus::Function::id)
        .collect();
    for id in dead_ends {
        let function = module.funcs.get(id);
        let signature = module.types.get(function.ty());
        // Whatever returns something is not one of them.
        if !signature.results().is_empty() || !matches!(function.kind, FunctionKind::Local(_)) {
            continue;
        }
        let parameters = signature.params().to_vec();
        let mut body = FunctionBuilder::new(&mut module.types, &parameters, &[]);
        body.func_body().unreachable();
        let arguments = parameters.iter().map(|kind| module.locals.add(*kind)).collect();
        module.funcs.get_mut(id).kind = FunctionKind::Local(body.local_func(arguments));
    }
    Ok(module.emit_wasm())
}

fn is_dead_end(name: &str) -> bool {
    let name = format!("{:#}", rustc_demangle::demangle(name));
    DEAD_ENDS.iter().any(|start| name.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use walrus::ValType;

    #[test]
    fn names_are_known_in_both_forms() {
        assert!(is_dead_end("_ZN4core9panicking9panic_fmt17h0123456789abcdefE"));
        assert!(is_dead_end("_RNvNtCs3AS6z5zYnPx_4core9panicking18panic_bounds_check"));
        assert!(!is_dead_end("_ZN3std9panicking11panic_count8increase17h0123456789abcdefE"));
        assert!(!is_dead_end("core_panicking"));
    }

    #[test]
    fn messages_go_and_what_returns_stays() {
        let mut module = Module::default();
        let mut add = |name: &str, results: &[ValType]| {
            let mut function = FunctionBuilder::new(&mut module.types, &[ValType::I32], results);
            function.name(name.to_owned());
            function.func_body().i32_const(7);
            if results.is_empty() {
                function.func_body().drop();
            }
            let argument = module.locals.add(ValType::I32);
            let id = function.finish(vec![argument], &mut module.funcs);
            module.exports.add(name, id);
        };
        let (dead_end, other) =
            ("_ZN4core9panicking9panic_fmt17h0123456789abcdefE", "_ZN4core9panicking8location17h0123456789abcdefE");
        add(dead_end, &[]);
        add(other, &[ValType::I32]);
        let silent = Module::from_buffer(&silence(&module.emit_wasm()).expect("silent")).expect("a module");
        let is_trap = |name: &str| {
            let id = silent.exports.get_func(name).expect("exported");
            let body = silent.funcs.get(id).kind.unwrap_local();
            matches!(body.block(body.entry_block()).instrs.as_slice(), [(walrus::ir::Instr::Unreachable(_), _)])
        };
        assert_eq!((is_trap(dead_end), is_trap(other)), (true, false));
    }
}
